import { type ChangeEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";

/** Milliseconds within which the library shows what was found, on a busy page too. */
const FOUND_WITHIN = 100;

/**
 * Holds Enter until the list shows what is found for the typed words. The library searches when the page is idle, and
 * until then Enter would choose from the list before.
 */
export function useEnterAfterSearch() {
  const [typed, setTyped] = useState("");
  const [painted, setPainted] = useState("");
  const found = useRef("");
  const held = useRef<EventTarget | null>(null);
  // The same steps as the library's, each begun after it: the next frame, a rendering, an idle moment.
  useEffect(() => {
    const frame = requestAnimationFrame(() => setPainted(typed));
    return () => cancelAnimationFrame(frame);
  }, [typed]);
  useEffect(
    () =>
      whenFound(() => {
        found.current = painted;
        const field = held.current;
        held.current = null;
        field?.dispatchEvent(new window.KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
      }),
    [painted],
  );
  const holdEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || found.current === typed) return;
    event.preventDefault();
    event.stopPropagation();
    held.current = event.target;
  };
  return { onSearch: ({ target }: ChangeEvent<HTMLInputElement>) => setTyped(target.value), holdEnter };
}

/** As the library waits. Safari has no idle callback. */
function whenFound(work: () => void) {
  if (!("requestIdleCallback" in window)) {
    const timer = setTimeout(work, 10);
    return () => clearTimeout(timer);
  }
  const id = requestIdleCallback(work, { timeout: FOUND_WITHIN });
  return () => cancelIdleCallback(id);
}
