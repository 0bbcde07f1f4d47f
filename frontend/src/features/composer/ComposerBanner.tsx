import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/controls/IconButton";

type Props = { children: ReactNode; cancel: string; onCancel: () => void };

/** Above the field: the message that is answered. */
export function ComposerBanner({ children, cancel, onCancel }: Props) {
  return (
    <div className="flex items-center justify-between gap-2 rounded-t-xl border border-edge border-b-0 bg-raised pl-4 text-muted text-sm">
      <p className="min-w-0 truncate">{children}</p>
      <IconButton label={cancel} icon={X} onClick={onCancel} />
    </div>
  );
}
