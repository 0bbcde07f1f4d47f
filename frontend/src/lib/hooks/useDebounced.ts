import { useEffect, useState } from "react";

/** The value once it has not changed for a moment: one search for a word, not one for each letter. */
export function useSettled<T>(value: T, after = 250) {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(setSettled, after, value);
    return () => clearTimeout(timer);
  }, [value, after]);
  return settled;
}
