import { useCallback, useState } from "react";
import type { RoomSummary } from "@/lib/protocol/types";

/** The seq before the unread divider: my read marker when the room opened, and again when the person looked away. */
export function useUnreadMark(room: RoomSummary) {
  const [after, setAfter] = useState(room.unread > 0 ? room.last_read_seq : null);
  const { last_read_seq, last_seq, unread } = room;
  const moveMark = useCallback(() => {
    if (unread === 0) setAfter(Math.max(last_read_seq, last_seq));
  }, [unread, last_read_seq, last_seq]);
  return { after, moveMark };
}
