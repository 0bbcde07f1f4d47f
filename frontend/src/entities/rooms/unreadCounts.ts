import type { RoomSummary } from "@/lib/protocol/types";

type Mine = Pick<RoomSummary, "unread" | "mentions" | "muted" | "notify">;

/** What a room's link in the list counts. A muted room asks for nothing. */
export const countsOf = ({ unread, mentions, muted }: Mine) =>
  muted ? { unread: 0, mentions: 0 } : { unread, mentions };

/** What of a room's unread messages is worth a number where somebody is busy with something else. */
export function attentionOf({ unread, mentions, muted, notify }: Mine) {
  if (muted || notify === "nothing") return 0;
  return notify === "mentions" ? mentions : unread;
}
