import { useEffect } from "react";
import { markRead, unwatch, watch } from "@/realtime";

/** What is at the end of the page before the person's eyes is read. */
export function useReadMarker(room: number, lastSeq: number, isSeen: boolean) {
  useEffect(() => {
    if (!isSeen) return;
    watch(room);
    return () => unwatch(room);
  }, [room, isSeen]);
  useEffect(() => {
    if (isSeen) markRead(room, lastSeq);
  }, [room, lastSeq, isSeen]);
}
