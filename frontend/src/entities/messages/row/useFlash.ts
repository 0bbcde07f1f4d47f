import { useEffect, useState } from "react";

const GLOWS_FOR = 2500;

/** The row that stands out for a moment, and what makes one do so. */
export function useGlow() {
  const [key, setKey] = useState<string | null>(null);
  useEffect(() => {
    if (key === null) return;
    const timer = setTimeout(setKey, GLOWS_FOR, null);
    return () => clearTimeout(timer);
  }, [key]);
  return [key, setKey] as const;
}
