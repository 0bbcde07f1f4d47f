import type { Message, RoomSummary } from "@/lib/protocol/types";
import { mentionsUser } from "@/realtime/cache/mergeSummary";

/** Older messages were sent while nobody was connected. The unread counts show them. */
const FRESH = 60_000;

type Room = Pick<RoomSummary, "muted" | "notify" | "last_read_seq" | "archived_at">;

/** Tells whether a message causes a notification. */
export function shouldNotify(message: Message, room: Room, me: number, now = Date.now()) {
  if (room.muted || room.archived_at || room.notify === "nothing") return false;
  if (message.seq <= room.last_read_seq || now - Date.parse(message.created_at) > FRESH) return false;
  return room.notify === "all" || mentionsUser(message, me);
}
