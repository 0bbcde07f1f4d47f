import { useTranslation } from "react-i18next";
import { useMatch, useNavigate } from "react-router";
import { useListDialogs } from "@/entities/rooms/mine/listDialogs";
import { useSections } from "@/entities/rooms/mine/sections";
import { useRooms } from "@/entities/rooms/queries";
import { groupRooms } from "@/entities/rooms/sortRooms";
import { unreadCountsOf } from "@/entities/rooms/unreadCounts";
import { useShortcut } from "@/lib/browser/shortcuts";
import { useMediaQuery, WIDE } from "@/lib/hooks/useMediaQuery";
import type { RoomSummary } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { foldedOf } from "./folded";
import { listedRooms } from "./listedRooms";

/** Keys that step through the rooms in the order of the list, and wrap around its ends; and the key that reads all. */
export function useRoomKeys() {
  const { language } = useTranslation().i18n;
  const me = useSession((state) => state.user?.id) ?? 0;
  const { data = [] } = useRooms();
  const sections = useSections();
  const order = useMediaQuery(WIDE) ? "name" : "activity";
  const navigate = useNavigate();
  const here = Number(useMatch("/rooms/:roomId/*")?.params.roomId);
  const showDialog = useListDialogs((state) => state.show);
  const go = (step: 1 | -1, fits: (room: RoomSummary) => boolean) => () => {
    const { groups } = groupRooms(data, sections, language, order);
    const view = { folded: foldedOf(me), here };
    const listed = groups.flatMap((group) => listedRooms(group, view));
    const next = neighbour(listed, here, step, fits);
    if (next) navigate(`/rooms/${next.id}`);
  };
  useShortcut("previousRoom", go(-1, isAny));
  useShortcut("nextRoom", go(1, isAny));
  useShortcut("previousUnread", go(-1, isUnread));
  useShortcut("nextUnread", go(1, isUnread));
  useShortcut("readAll", () => showDialog({ kind: "readAll" }));
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
