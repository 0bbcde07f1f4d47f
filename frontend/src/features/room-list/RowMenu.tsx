import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { MenuAt } from "@/components/overlay/MenuAt";
import { useRooms } from "@/entities/rooms/queries";
import { RoomItems } from "./RoomItems";

export type RowMenuPlace = { room: number; x: number; y: number };

/** The menu of a row of the list, where the pointer or the row is. */
export function RowMenu({ room: id, x, y, onClose }: RowMenuPlace & { onClose: () => void }) {
  const { t } = useTranslation("rooms");
  const { data } = useRooms();
  const found = data?.find((each) => each.id === id);
  // The entries stay as they were when the menu opened.
  const room = useRef(found).current;
  if (!room) return null;
  return (
    <MenuAt x={x} y={y} label={t("menuOf", { name: room.name })} onClose={onClose}>
      <RoomItems room={room} />
    </MenuAt>
  );
}
