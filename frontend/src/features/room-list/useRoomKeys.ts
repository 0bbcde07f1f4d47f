import { useMatch, useNavigate } from "react-router";
import { useRooms } from "@/entities/rooms/queries";
import { inOrder } from "@/entities/rooms/sortRooms";
import { countsOf } from "@/entities/rooms/unreadCounts";
import { useShortcut } from "@/lib/browser/shortcuts";
import type { RoomSummary } from "@/lib/protocol/types";

/** From room to room as the list shows them, round its ends. */
export function useRoomKeys() {
  const { data } = useRooms();
  const navigate = useNavigate();
  const here = Number(useMatch("/rooms/:roomId/*")?.params.roomId);
  const go = (step: 1 | -1, fits: (room: RoomSummary) => boolean) => () => {
    const next = neighbour(inOrder(data ?? []).open, here, step, fits);
    if (next) navigate(`/rooms/${next.id}`);
  };
  useShortcut("previousRoom", go(-1, isAny));
  useShortcut("nextRoom", go(1, isAny));
  useShortcut("previousUnread", go(-1, isUnread));
  useShortcut("nextUnread", go(1, isUnread));
}

const isAny = () => true;
const isUnread = (room: RoomSummary) => countsOf(room).unread > 0;

export function neighbour<T extends { id: number }>(
  rooms: readonly T[],
  here: number,
  step: 1 | -1,
  fits: (room: T) => boolean,
): T | undefined {
  const at = rooms.findIndex((room) => room.id === here);
  // From outside the list down means its first, up its last.
  const start = at === -1 && step === -1 ? rooms.length : at;
  const around = rooms.map((_, index) => rooms.at((start + step * (index + 1)) % rooms.length));
  return around.find((room): room is T => room !== undefined && room.id !== here && fits(room));
}
