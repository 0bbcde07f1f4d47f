import { useMatch, useNavigate } from "react-router";
import { useRooms } from "@/entities/rooms/queries";
import { groupRooms } from "@/entities/rooms/sortRooms";
import { unreadCountsOf } from "@/entities/rooms/unreadCounts";
import { useShortcut } from "@/lib/browser/shortcuts";
import type { RoomSummary } from "@/lib/protocol/types";

/** Keys that step through the rooms in the order of the list, and wrap around its ends. */
export function useRoomKeys() {
  const { data } = useRooms();
  const navigate = useNavigate();
  const here = Number(useMatch("/rooms/:roomId/*")?.params.roomId);
  const go = (step: 1 | -1, fits: (room: RoomSummary) => boolean) => () => {
    const next = neighbour(groupRooms(data ?? []).open, here, step, fits);
    if (next) navigate(`/rooms/${next.id}`);
  };
  useShortcut("previousRoom", go(-1, isAny));
  useShortcut("nextRoom", go(1, isAny));
  useShortcut("previousUnread", go(-1, isUnread));
  useShortcut("nextUnread", go(1, isUnread));
}

const isAny = () => true;
const isUnread = (room: RoomSummary) => unreadCountsOf(room).unread > 0;

export function neighbour<T extends { id: number }>(
  rooms: readonly T[],
  here: number,
  step: 1 | -1,
  fits: (room: T) => boolean,
): T | undefined {
  const at = rooms.findIndex((room) => room.id === here);
  // From a page outside the list, down goes to its first room and up to its last.
  const start = at === -1 && step === -1 ? rooms.length : at;
  const around = rooms.map((_, index) => rooms.at((start + step * (index + 1)) % rooms.length));
  return around.find((room): room is T => room !== undefined && room.id !== here && fits(room));
}
