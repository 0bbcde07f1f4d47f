import type { RoomSummary } from "@/lib/protocol/types";

/** The newest page holds unread messages that are this close to the end. */
const NEAR = 40;

/** The seq of the first unread message; undefined where the newest page holds it. */
export function firstUnreadSeq({ unread, last_read_seq, last_seq }: RoomSummary) {
  const isFar = unread > 0 && last_seq - last_read_seq > NEAR;
  return isFar ? last_read_seq + 1 : undefined;
}
