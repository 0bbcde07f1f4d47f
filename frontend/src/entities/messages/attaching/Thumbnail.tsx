import clsx from "clsx";
import { useState } from "react";
import { FileIcon } from "@/entities/files/FileIcon";

type Props = { url: string | null; type: string; className?: string };

/** A picture, or the sign of its type where there is none or the browser cannot draw it. The name stands beside it. */
export function Thumbnail({ url, type, className }: Props) {
  const [failed, setFailed] = useState<string | null>(null);
  return (
    <span className={clsx("grid shrink-0 place-items-center overflow-hidden bg-raised", className)}>
      {url && failed !== url ? (
        <img
          src={url}
          alt=""
          // A picture that is dragged counts as a file in some browsers.
          draggable={false}
          onError={() => setFailed(url)}
          className="size-full object-cover"
        />
      ) : (
        <FileIcon type={type} className="size-6 text-muted" />
      )}
    </span>
  );
}
