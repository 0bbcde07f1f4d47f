import { startTransition, useEffect, useState } from "react";

/**
 * A hook for something that was asked for when the page began: undefined until it is there. Not by Suspense, which holds what arrives back
 * for 300 ms after anything else was shown. What it brings is drawn in slices, between which the page answers. A failure is the next error
 * boundary's.
 */
export function arrival<T>(coming: Promise<T>) {
  let there: { value: T } | undefined;
  coming.then(
    (value) => {
      there = { value };
    },
    () => {},
  );
  return function useArrival(): T | undefined {
    const [arrived, setArrived] = useState(there);
    useEffect(() => {
      if (arrived) return;
      let isWaiting = true;
      const show = (result: () => { value: T }) => isWaiting && startTransition(() => setArrived(result));
      coming.then(
        (value) => show(() => ({ value })),
        (error) =>
          show(() => {
            throw error;
          }),
      );
      return () => {
        isWaiting = false;
      };
    }, [arrived]);
    return arrived?.value;
  };
}
