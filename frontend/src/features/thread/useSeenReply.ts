import { useCallback, useLayoutEffect, useState } from "react";
import type { Row } from "@/entities/messages/row/rows";

type View = { current: HTMLElement | null };

/** The seq of the last reply that has come into view, and a function to look again after scrolling. */
export function useSeenReply(view: View, rows: readonly Row[]) {
  const [seen, setSeen] = useState(0);
  const look = useCallback(() => {
    const bottom = view.current?.getBoundingClientRect().bottom ?? 0;
    const isInView = (index: number) => {
      const row = view.current?.querySelector(`[data-index="${index}"]`);
      return row != null && row.getBoundingClientRect().top <= bottom;
    };
    const last = rows.findLast(({ message }, index) => message !== null && message.thread !== null && isInView(index));
    const seq = last?.message?.seq ?? 0;
    setSeen((before) => Math.max(before, seq));
  }, [view, rows]);
  useLayoutEffect(look, [look]);
  return { seen, look };
}
