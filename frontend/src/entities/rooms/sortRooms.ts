import type { RoomSummary } from "@/lib/protocol/types";

const lastActivity = (room: RoomSummary) => Date.parse(room.last_message_at ?? room.created_at);

/** Newest activity first. */
const byLastActivity = (rooms: readonly RoomSummary[]) =>
  [...rooms].sort((a, b) => lastActivity(b) - lastActivity(a) || a.id - b.id);

/** My rooms in the sections of the list: favourites, rooms, direct rooms, archived rooms. */
export function groupRooms(all: readonly RoomSummary[]) {
  const sorted = byLastActivity(all);
  const unarchived = sorted.filter((room) => !room.archived_at);
  const favourites = unarchived.filter(({ favourite }) => favourite);
  const rooms = unarchived.filter(({ favourite, kind }) => !favourite && kind !== "direct");
  const direct = unarchived.filter(({ favourite, kind }) => !favourite && kind === "direct");
  const archived = sorted.filter((room) => room.archived_at);
  return { favourites, rooms, direct, archived, open: [...favourites, ...rooms, ...direct] };
}

export const mostRecentRoom = (all: readonly RoomSummary[]) =>
  byLastActivity(all.filter((room) => !room.archived_at))[0];
