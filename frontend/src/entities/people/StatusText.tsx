import clsx from "clsx";
import type { User } from "@/lib/protocol/types";
import { isOver } from "./statusOf";

/** The status that a person wrote. */
export function StatusText({ user, className }: { user: User; className?: string }) {
  if (!user.status || isOver(user.status)) return null;
  const { emoji, text } = user.status;
  return (
    <bdi title={text} className={clsx("truncate", className)}>
      {[emoji, text].filter(Boolean).join(" ")}
    </bdi>
  );
}
