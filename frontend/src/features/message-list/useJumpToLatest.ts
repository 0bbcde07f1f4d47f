import { useCallback, useLayoutEffect, useRef } from "react";
import type { Row } from "@/entities/messages/row/rows";
import { loadPage } from "@/realtime/timeline/loadPage";

/** Scrolls to the newest message: on demand, and after I sent one. */
export function useJumpToLatest(room: number, rows: readonly Row[], hasAfter: boolean, scrollToEnd: () => void) {
  const last = rows.at(-1);
  const lastKey = last?.key;
  const isMine = last?.pending?.status === "waiting";
  const wanted = useRef(false);
  const known = useRef(lastKey);

  useLayoutEffect(() => {
    const isNew = known.current !== lastKey;
    known.current = lastKey;
    if (hasAfter || !(wanted.current || (isNew && isMine))) return;
    wanted.current = false;
    scrollToEnd();
  });

  return useCallback(() => {
    if (!hasAfter) return scrollToEnd();
    wanted.current = true;
    void loadPage(room, "newest");
  }, [room, hasAfter, scrollToEnd]);
}
