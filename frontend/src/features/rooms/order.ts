import type { RoomSummary } from "@/lib/wire";

const warmth = (room: RoomSummary) => Date.parse(room.last_message_at ?? room.created_at);

/** The room where somebody spoke last comes first; archived ones are apart. */
export function inOrder(rooms: RoomSummary[]) {
  const sorted = [...rooms].sort((a, b) => warmth(b) - warmth(a) || a.id - b.id);
  return { open: sorted.filter((room) => !room.archived_at), archived: sorted.filter((room) => room.archived_at) };
}
