import type { RoomGroup } from "@/entities/rooms/sortRooms";
import { unreadCountsOf } from "@/entities/rooms/unreadCounts";
import type { RoomSummary } from "@/lib/protocol/types";

type View = { folded: ReadonlySet<string>; here: number };

/**
 * The rooms that the list shows under a heading. A direct room without messages is shown only while it is open. A folded
 * heading hides neither what is unread nor the open room.
 */
export function listedRooms({ key, rooms }: RoomGroup, { folded, here }: View): readonly RoomSummary[] {
  const used = rooms.filter(({ id, kind, last_seq }) => kind !== "direct" || last_seq > 0 || id === here);
  if (!folded.has(key)) return used;
  return used.filter((room) => room.id === here || unreadCountsOf(room).unread > 0);
}
