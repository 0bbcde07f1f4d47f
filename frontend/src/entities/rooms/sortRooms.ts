import type { RoomSummary } from "@/lib/protocol/types";

const warmth = (room: RoomSummary) => Date.parse(room.last_message_at ?? room.created_at);

/** The room where somebody spoke last comes first. */
const byWarmth = (rooms: readonly RoomSummary[]) => [...rooms].sort((a, b) => warmth(b) - warmth(a) || a.id - b.id);

/** My rooms as the list shows them: favourites, the others, those with a few people; archived ones are apart. */
export function inOrder(all: readonly RoomSummary[]) {
  const sorted = byWarmth(all);
  const unarchived = sorted.filter((room) => !room.archived_at);
  const favourites = unarchived.filter(({ favourite }) => favourite);
  const rooms = unarchived.filter(({ favourite, kind }) => !favourite && kind !== "direct");
  const direct = unarchived.filter(({ favourite, kind }) => !favourite && kind === "direct");
  const archived = sorted.filter((room) => room.archived_at);
  return { favourites, rooms, direct, archived, open: [...favourites, ...rooms, ...direct] };
}

export const warmest = (all: readonly RoomSummary[]) => byWarmth(all.filter((room) => !room.archived_at))[0];
