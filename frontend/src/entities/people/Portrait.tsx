import clsx from "clsx";
import { Avatar } from "@/components/display/Avatar";
import type { User } from "@/lib/protocol/types";
import { useLatestUser } from "@/realtime/cache/latestUsers";
import type { PresenceState } from "@/realtime/presence/presence";
import { usePresence } from "./usePresence";

// The states differ in shape as well as in colour.
const LOOKS: Record<PresenceState, string> = {
  online: "border-moss bg-moss",
  away: "border-moss bg-surface",
  offline: "border-edge bg-surface opacity-0",
};

type Props = { user: User; size?: "small" | "medium" | "large" };

/** A person's present avatar and presence. Hidden from screen readers, because PresenceText says it. */
export function Portrait({ user, size }: Props) {
  const latest = useLatestUser(user);
  const { ref, state = "offline" } = usePresence<HTMLSpanElement>(user.id);
  return (
    <span ref={ref} aria-hidden="true" data-presence={state} className="relative inline-grid shrink-0">
      <Avatar user={latest} size={size} />
      <span
        className={clsx(
          "absolute -right-0.5 -bottom-0.5 rounded-full border-2 outline-(--ground) outline-2 transition-opacity",
          size === "small" ? "size-2" : "size-2.5",
          LOOKS[state],
        )}
      />
    </span>
  );
}
