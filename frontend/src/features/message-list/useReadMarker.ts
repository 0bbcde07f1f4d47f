import { useEffect } from "react";
import { realtime } from "@/realtime/currentClient";
import { clearVisibleRoom, setVisibleRoom } from "@/realtime/presence/visibleRoom";

/** Marks the newest message as read while the person sees it. */
export function useReadMarker(room: number, lastSeq: number, isSeen: boolean, isAtEnd: () => boolean) {
  useEffect(() => {
    if (!isSeen) return;
    setVisibleRoom(room, isAtEnd);
    return () => clearVisibleRoom(room);
  }, [room, isSeen, isAtEnd]);
  useEffect(() => {
    if (isSeen) realtime()?.readMarkers.mark(room, lastSeq);
  }, [room, lastSeq, isSeen]);
}
