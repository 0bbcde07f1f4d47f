import { useCallback, useState } from "react";

/**
 * Renders a long list as far as somebody scrolls: `shown` rows, then an element with the ref `mark`, which adds `step`
 * rows when it comes into view.
 */
export function useIncrementalList(step: number) {
  const [shown, setShown] = useState(step);
  // A new observer for each length: an element that leaves the view and returns within one frame triggers none.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const mark = useCallback(
    (element: Element | null) => {
      if (!element) return;
      const observer = new IntersectionObserver((entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setShown((count) => count + step);
      });
      observer.observe(element);
      return () => observer.disconnect();
    },
    [step, shown],
  );
  return { shown, mark };
}
