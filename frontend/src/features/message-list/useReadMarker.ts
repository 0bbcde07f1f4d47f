import { useEffect } from "react";
import { unwatch, watch } from "@/realtime/presence/visibleRoom";
import { markRead } from "@/realtime/useRealtime";

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
