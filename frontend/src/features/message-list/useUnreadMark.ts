import { useCallback, useState } from "react";
import type { RoomSummary } from "@/lib/protocol/types";

/** After which message the new ones begin: where I was when I came, and again where I was when I looked away. */
export function useUnreadMark(room: RoomSummary) {
  const [after, setAfter] = useState(room.unread > 0 ? room.last_read_seq : null);
  const { last_read_seq, last_seq, unread } = room;
  const moveMark = useCallback(() => {
    if (unread === 0) setAfter(Math.max(last_read_seq, last_seq));
  }, [unread, last_read_seq, last_seq]);
  return { after, moveMark };
}
