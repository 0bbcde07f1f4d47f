import type { Message, NotificationPreferences, RoomSummary } from "@/lib/protocol/types";
import { isQuiet } from "./quietHours";

/** Older messages were sent while nobody was connected. The unread counts show them. */
const FRESH = 60_000;

type Wanted = Pick<NotificationPreferences, "level" | "muted_until" | "undisturbed_until" | "quiet">;

/** Whether somebody would still look up for a message. The marker of a room says nothing of the replies in its threads. */
export function isNews(message: Message, room: Pick<RoomSummary, "last_read_seq" | "archived_at">, now: number) {
  if (room.archived_at || now - Date.parse(message.created_at) > FRESH) return false;
  return message.thread !== null || message.seq > room.last_read_seq;
}

/** Whether every message of the room may be told of, for all that the room says. */
export const isHeard = ({ muted, notify }: Pick<RoomSummary, "muted" | "notify">) => !muted && notify === "all";

/**
 * Whether a message is told of that is no more than one of its room. As notifications/deciding/decision.py decides; of
 * all others a frame tells what it has decided.
 */
export function tellsOfRoom(
  { thread }: Message,
  room: Pick<RoomSummary, "muted" | "notify">,
  { level, muted_until, undisturbed_until, quiet }: Wanted,
  zone: string,
  now: number,
) {
  if (thread !== null || !isHeard(room) || level !== "all") return false;
  const isAhead = (until: string | null) => until !== null && Date.parse(until) > now;
  return !isAhead(muted_until) && !isAhead(undisturbed_until) && !isQuiet(quiet, now, zone);
}
