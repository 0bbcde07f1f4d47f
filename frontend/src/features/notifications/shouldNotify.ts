import type { Message, RoomSummary } from "@/lib/protocol/types";
import { calls } from "@/realtime/cache/mergeSummary";

/** What comes later than this was said while nobody here could hear it: the counts tell of it. */
const FRESH = 60_000;

type Room = Pick<RoomSummary, "muted" | "notify" | "last_read_seq" | "archived_at">;

/** Whether a message may call somebody away from what they do. */
export function isWorthIt(message: Message, room: Room, me: number, now = Date.now()) {
  if (room.muted || room.archived_at || room.notify === "nothing") return false;
  if (message.seq <= room.last_read_seq || now - Date.parse(message.created_at) > FRESH) return false;
  return room.notify === "all" || calls(message, me);
}
