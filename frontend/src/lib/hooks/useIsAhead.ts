import { useEffect, useState } from "react";
import { serverNow } from "@/lib/session/serverTime";

/** Milliseconds. A browser's timers stand still while the device sleeps. */
const LOOK_EVERY = 60_000;

/** Whether a time is still to come, by the server's clock. Draws again when it has come. */
export function useIsAhead(at: string | null) {
  const [looks, setLooks] = useState(0);
  const left = at === null ? 0 : Date.parse(at) - serverNow().getTime();
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each look for the next one
  useEffect(() => {
    if (at === null) return;
    const wait = Date.parse(at) - serverNow().getTime();
    if (wait <= 0) return;
    const timer = setTimeout(setLooks, Math.min(wait, LOOK_EVERY), (before: number) => before + 1);
    return () => clearTimeout(timer);
  }, [at, looks]);
  return left > 0;
}
