import { startTransition, useEffect, useState } from "react";

/**
 * Makes a hook of a promise that started with the page. The hook returns undefined until the promise resolves, and
 * throws its failure to the next error boundary. Suspense would hold the result back for 300 ms after another reveal.
 * The result renders as a transition, which keeps the page responsive.
 */
export function promiseHook<T>(coming: Promise<T>) {
  let there: { value: T } | undefined;
  coming.then(
    (value) => {
      there = { value };
    },
    () => {},
  );
  return function usePromised(): T | undefined {
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
