import { useEffect, useState } from "react";
import type { RoomSummary } from "@/lib/protocol/types";
import { useTimeline } from "@/realtime/timeline/timelineStore";

/** How many seconds a member still has to wait in a slow room before the next message. */
export function useSlowMode({ id, slow_seconds, role }: RoomSummary, me: number) {
  const isSlow = slow_seconds > 0 && role === "member";
  const mine = useTimeline(isSlow ? id : -1)?.stretch?.messages.findLast(({ author }) => author.id === me);
  const until = mine ? Date.parse(mine.created_at) + slow_seconds * 1000 : 0;
  const now = useNow(isSlow && until > Date.now());
  // Never longer than a whole wait, whatever the clocks of server and device say.
  const left = isSlow ? Math.min(slow_seconds, Math.max(0, Math.ceil((until - now) / 1000))) : 0;
  return { isSlow, left };
}

function useNow(isTicking: boolean) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isTicking) return;
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [isTicking]);
  return isTicking ? now : Date.now();
}
