import { useCallback, useLayoutEffect, useRef } from "react";
import { loadPage } from "@/realtime/timeline/loadPage";
import type { Timeline } from "@/realtime/timeline/types";

/**
 * Scrolls to the newest message: on demand, and after I sent one. Where the newest page is not loaded, a message that I
 * sent is not shown either, so that page is loaded first.
 */
export function useJumpToLatest({ room, loaded, load, pending }: Timeline, scrollToEnd: () => void) {
  const hasAfter = loaded?.hasAfter === true;
  const sent = pending.findLast(({ thread, status }) => thread === null && status === "waiting")?.nonce;
  const known = useRef(sent);
  const wanted = useRef(false);
  const asked = useRef(false);

  const go = useCallback(() => {
    if (hasAfter && !asked.current && !load) {
      asked.current = true;
      void loadPage(room, "newest");
    }
    wanted.current = hasAfter;
    if (!hasAfter) scrollToEnd();
  }, [room, hasAfter, load, scrollToEnd]);

  useLayoutEffect(() => {
    const isNew = sent !== undefined && sent !== known.current;
    known.current = sent;
    if (isNew) asked.current = false;
    if (isNew || wanted.current) go();
  });

  return useCallback(() => {
    asked.current = false;
    go();
  }, [go]);
}
