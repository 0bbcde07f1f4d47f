import { useCallback, useState } from "react";

/** Draws a long list as far as somebody scrolls: `shown` rows and then the mark, which asks for `step` more when it is seen. */
export function useGrowing(step: number) {
  const [shown, setShown] = useState(step);
  // Observed anew each time it has grown: the mark that is out of sight and back within a frame has never changed for an observer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const mark = useCallback(
    (element: Element | null) => {
      if (!element) return;
      const observer = new IntersectionObserver(([entry]) => {
        if (entry?.isIntersecting) setShown((count) => count + step);
      });
      observer.observe(element);
      return () => observer.disconnect();
    },
    [step, shown],
  );
  return { shown, mark };
}
