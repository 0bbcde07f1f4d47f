import { useNow } from "@/lib/hooks/useNow";
import type { RoomSummary } from "@/lib/protocol/types";
import { useTimeline } from "@/realtime/timeline/timelineStore";

/** Seconds that a member has to wait before the next message in a slow room. */
export function useSlowMode({ id, slow_seconds, role }: RoomSummary, me: number) {
  const isSlow = slow_seconds > 0 && role === "member";
  const mine = useTimeline(isSlow ? id : -1)?.loaded?.messages.findLast(({ author }) => author.id === me);
  const until = mine ? Date.parse(mine.created_at) + slow_seconds * 1000 : 0;
  const now = useNow(isSlow && until > Date.now());
  // At most one whole interval, even where the clocks of server and device differ.
  const left = isSlow ? Math.min(slow_seconds, Math.max(0, Math.ceil((until - now) / 1000))) : 0;
  return { isSlow, left };
}
