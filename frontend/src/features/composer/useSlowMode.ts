import { useNow } from "@/lib/hooks/useNow";
import type { RoomSummary } from "@/lib/protocol/types";
import { serverNow } from "@/lib/session/serverTime";
import { useTimeline } from "@/realtime/timeline/timelineStore";

/** Seconds that a member has to wait before the next message in a slow room. */
export function useSlowMode({ id, slow_seconds, role }: RoomSummary, me: number) {
  const isSlow = slow_seconds > 0 && role === "member";
  const mine = useTimeline(isSlow ? id : -1)?.loaded?.messages.findLast(({ author }) => author.id === me);
  const until = mine ? Date.parse(mine.created_at) + slow_seconds * 1000 : 0;
  useNow(isSlow && until > serverNow().getTime());
  const wait = Math.max(0, Math.ceil((until - serverNow().getTime()) / 1000));
  // At most one whole interval, also while nothing is known of the server's clock.
  const left = isSlow ? Math.min(slow_seconds, wait) : 0;
  return { isSlow, left };
}
