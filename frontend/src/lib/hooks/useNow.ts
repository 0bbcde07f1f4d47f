import { useEffect, useState } from "react";

/** Milliseconds between two looks at the clock: a second is never skipped. */
const TICK = 500;

/** Milliseconds since 1970, twice a second while it is ticking. */
export function useNow(isTicking: boolean) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isTicking) return;
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, TICK);
    return () => clearInterval(timer);
  }, [isTicking]);
  return isTicking ? now : Date.now();
}
