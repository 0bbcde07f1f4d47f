import { useLayoutEffect, useRef } from "react";

/**
 * Returns handlers for the element around what may go while it has the focus. Then `find` names what takes it: else the
 * keyboard begins at the top of the page again.
 */
export function useKeptFocus(find: () => HTMLElement | null | undefined) {
  const has = useRef(false);
  useLayoutEffect(() => {
    // Nothing scrolls away from what is read.
    if (has.current && document.activeElement === document.body) find()?.focus({ preventScroll: true });
  });
  const note = (value: boolean) => () => {
    has.current = value;
  };
  // No event tells of an element that was removed.
  return { onFocus: note(true), onBlur: note(false) };
}
