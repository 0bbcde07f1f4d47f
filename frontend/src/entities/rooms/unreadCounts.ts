import type { RoomSummary } from "@/lib/protocol/types";

type Mine = Pick<RoomSummary, "unread" | "mentions" | "muted" | "notify">;

/** The counts beside a room in the list. A muted room shows none. */
export const unreadCountsOf = ({ unread, mentions, muted }: Mine) =>
  muted ? { unread: 0, mentions: 0 } : { unread, mentions };

/** What a room adds to the unread count in the tab's title. */
export function badgeCountOf({ unread, mentions, muted, notify }: Mine) {
  if (muted || notify === "nothing") return 0;
  return notify === "mentions" ? mentions : unread;
}
