import clsx from "clsx";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMatch } from "react-router";
import { useSections } from "@/entities/rooms/mine/sections";
import { useRooms } from "@/entities/rooms/queries";
import { RoomIcon } from "@/entities/rooms/RoomIcon";
import { RoomName } from "@/entities/rooms/RoomName";
import { recentRooms } from "@/entities/rooms/recentRooms";
import { groupRooms } from "@/entities/rooms/sortRooms";
import type { RoomSummary } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { findRooms, type UseResults } from "./results";

const isAny = () => true;

/** My rooms by name: found at once in the rooms that this tab knows. */
export const useRoomResults: UseResults = (typed, { onRoom, fits = isAny }) => {
  const me = useSession((state) => state.user?.id) ?? 0;
  const [recent] = useState(() => recentRooms(me));
  const here = Number(useMatch("/rooms/:roomId/*")?.params.roomId) || null;
  const { data } = useRooms();
  const sections = useSections();
  const { i18n } = useTranslation();
  const rooms = useMemo(() => {
    const { open, archived } = groupRooms(data ?? [], sections, i18n.language);
    return findRooms(typed, { rooms: [...open, ...archived].filter(fits), recent, here });
  }, [data, sections, i18n.language, typed, recent, here, fits]);
  const results = rooms.map((room) => ({
    key: `room-${room.id}`,
    ...(room.people.length === 1 && { person: room.people[0]?.id }),
    name: room.name,
    content: <Room room={room} />,
    choose: () => onRoom(room),
  }));
  return { results, isSearching: false, error: null };
};

function Room({ room }: { room: RoomSummary }) {
  const { t } = useTranslation(["switcher", "rooms"]);
  return (
    <>
      <RoomIcon room={room} />
      <span className={clsx("min-w-0 flex-1 truncate", room.unread > 0 && "font-semibold")}>
        <RoomName room={room} />
      </span>
      {room.kind === "private" && <span className="sr-only">{t("rooms:privateRoom")}</span>}
      {room.archived_at && <span className="text-muted text-xs">{t("rooms:archivedRooms")}</span>}
      {room.unread > 0 && (
        <span className="text-muted text-xs tabular-nums">{t("rooms:unread", { count: room.unread })}</span>
      )}
    </>
  );
}
