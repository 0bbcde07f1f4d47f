import { useEffect } from "react";
import { realtime } from "@/realtime/currentClient";
import { unwatch, watch } from "@/realtime/presence/visibleRoom";

/** What is at the end of the page before the person's eyes is read. */
export function useReadMarker(room: number, lastSeq: number, isSeen: boolean) {
  useEffect(() => {
    if (!isSeen) return;
    watch(room);
    return () => unwatch(room);
  }, [room, isSeen]);
  useEffect(() => {
    if (isSeen) realtime()?.reading.mark(room, lastSeq);
  }, [room, lastSeq, isSeen]);
}
