import { type FocusEvent, useEffect, useLayoutEffect, useRef } from "react";

/**
 * Returns handlers for the element around what may go while it has the focus. Then `find` names what takes it: else the
 * keyboard begins at the top of the page again.
 */
export function useKeptFocus(find: () => HTMLElement | null | undefined) {
  const latest = useRef(find);
  useLayoutEffect(() => {
    latest.current = find;
  });
  const removals = useRef<MutationObserver>(null);
  useEffect(() => () => removals.current?.disconnect(), []);
  const keep = (box: Element) => {
    const focused = document.activeElement;
    if (box.contains(focused)) return;
    removals.current?.disconnect();
    // Focus has moved on, unless it is nowhere, or where a dialog catches it.
    if (!focused?.contains(box)) return;
    // Nothing scrolls away from what is read.
    latest.current()?.focus({ preventScroll: true });
  };
  // No event tells of an element that was removed, and whoever removes it may render a small part of the page alone.
  const onFocus = ({ currentTarget, target }: FocusEvent) => {
    // What is shown over the page is inside only for React.
    if (!currentTarget.contains(target)) return;
    removals.current?.disconnect();
    removals.current = new MutationObserver(() => keep(currentTarget));
    removals.current.observe(currentTarget, { childList: true, subtree: true });
  };
  const onBlur = () => removals.current?.disconnect();
  return { onFocus, onBlur };
}
