import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

/** Pixels from the end that still count as the end. */
export const NEAR_END = 60;

type Scroller = RefObject<HTMLDivElement | null>;
type Virtualizer = { scrollOffset: number | null };

/**
 * Whether the list is at its end: seen after a scroll, and before new rows are rendered. A scroll's event comes with
 * the next frame. Rows that come earlier must not take back somebody who has just scrolled up, and are not seen.
 */
export function useEnd(scroller: Scroller, rows: readonly unknown[], virtualizer: Virtualizer | null) {
  const height = useRef<number>(null);
  const [seen, setSeen] = useState({ rows, atEnd: true });
  const isAtEnd = useCallback(() => endsInView(scroller.current, height.current), [scroller]);
  const onScroll = useCallback(() => {
    const atEnd = isAtEnd();
    setSeen((before) => (before.atEnd === atEnd ? before : { ...before, atEnd }));
  }, [isAtEnd]);
  if (seen.rows !== rows) {
    const atEnd = isAtEnd();
    if (!atEnd && scroller.current && virtualizer) virtualizer.scrollOffset = scroller.current.scrollTop;
    setSeen({ rows, atEnd });
  }
  return { atEnd: seen.atEnd, isAtEnd, onScroll, height };
}

/** Pixels of the viewport that the list has followed: one that has just become lower still ends where it did. */
type Height = RefObject<number | null>;

/**
 * The virtualizer does not follow the end when the viewport shrinks, as when a keyboard opens or the composer grows.
 */
export function useResize(scroller: Scroller, height: Height, atEnd: boolean, scrollToEnd: () => void) {
  const latest = useRef({ atEnd, scrollToEnd });
  latest.current = { atEnd, scrollToEnd };
  useEffect(() => {
    const view = scroller.current;
    if (!view) return;
    const observer = new ResizeObserver(() => {
      height.current = view.clientHeight;
      if (latest.current.atEnd) latest.current.scrollToEnd();
    });
    observer.observe(view);
    return () => observer.disconnect();
  }, [scroller, height]);
}

const endsInView = (view: HTMLDivElement | null, height: number | null) =>
  !view || view.scrollHeight - view.scrollTop - (height ?? view.clientHeight) <= NEAR_END;
