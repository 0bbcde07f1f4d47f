import type { RoomSummary } from "@/lib/protocol/types";

/** Unread messages this close to the end are on the newest page. */
const NEAR = 40;

/** At the first unread message: undefined where it is on the newest page. */
export function placeToBegin({ unread, last_read_seq, last_seq }: RoomSummary) {
  const isFar = unread > 0 && last_seq - last_read_seq > NEAR;
  return isFar ? last_read_seq + 1 : undefined;
}
