import { type ReactNode, useState } from "react";

/** A square picture without a name of its own. The fallback stands for none, and for one that cannot be loaded. */
export function Picture({ src, fallback }: { src: string | null | undefined; fallback: ReactNode }) {
  const [failed, setFailed] = useState<string | null>(null);
  if (!src || src === failed) return fallback;
  return <img src={src} alt="" draggable={false} onError={() => setFailed(src)} className="size-full object-cover" />;
}
