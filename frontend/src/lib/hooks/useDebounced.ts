import { useEffect, useState } from "react";

/** The value after it has stayed the same for a moment: one search for each word instead of each letter. */
export function useDebounced<T>(value: T, after = 250) {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(setSettled, after, value);
    return () => clearTimeout(timer);
  }, [value, after]);
  return settled;
}
