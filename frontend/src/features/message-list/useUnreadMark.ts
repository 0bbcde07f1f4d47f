import { useCallback, useState } from "react";
import type { RoomSummary } from "@/lib/protocol/types";

/**
 * The seq before the unread divider: my read marker when the room opened, again when the person looked away, and where
 * it went back because the room was marked unread.
 */
export function useUnreadMark(room: RoomSummary) {
  const [after, setAfter] = useState(room.unread > 0 ? room.last_read_seq : null);
  const { last_read_seq, last_seq, unread } = room;
  const [known, setKnown] = useState(last_read_seq);
  if (last_read_seq !== known) {
    setKnown(last_read_seq);
    if (last_read_seq < known) setAfter(last_read_seq);
  }
  const moveMark = useCallback(() => {
    if (unread === 0) setAfter(Math.max(last_read_seq, last_seq));
  }, [unread, last_read_seq, last_seq]);
  return { after, moveMark };
}
