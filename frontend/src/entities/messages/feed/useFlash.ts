import { useEffect, useState } from "react";

const FLASH_MILLISECONDS = 2500;

/** The key of the row that is highlighted for a moment, and the setter. */
export function useFlash() {
  const [key, setKey] = useState<string | null>(null);
  useEffect(() => {
    if (key === null) return;
    const timer = setTimeout(setKey, FLASH_MILLISECONDS, null);
    return () => clearTimeout(timer);
  }, [key]);
  return [key, setKey] as const;
}
