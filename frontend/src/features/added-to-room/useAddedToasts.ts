import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "@/components/overlay/Toast";
import { useNameOf } from "@/entities/people/useNameOf";
import { leaveRoom, stayInRoom } from "@/entities/rooms/membership";
import { useRooms } from "@/entities/rooms/queries";
import { errorText } from "@/lib/i18n/errorText";
import type { RoomSummary } from "@/lib/protocol/types";

const SHOWN_FOR = 10_000;

const toastOf = (room: number) => `added-${room}`;

/** Shows a toast for each room that somebody adds me to. */
export function useAddedToasts() {
  const { t } = useTranslation("rooms");
  const client = useQueryClient();
  const nameOf = useNameOf();
  const { data: rooms } = useRooms();
  const known = useRef<ReadonlySet<number>>(null);
  useEffect(() => {
    if (!rooms) return;
    const before = known.current;
    const added = rooms.filter(({ added_by }) => added_by !== null);
    known.current = new Set(added.map(({ id }) => id));
    // Rooms from before this visit show a notice when they are opened.
    if (!before) return;
    for (const room of added)
      if (!before.has(room.id)) show(client, room, room.added_by ? nameOf(room.added_by) : "", t);
    for (const id of before) if (!known.current.has(id)) toast.dismiss(toastOf(id));
  }, [rooms, client, nameOf, t]);
}

function show(client: QueryClient, room: RoomSummary, name: string, t: TFunction<"rooms">) {
  const tellError = (error: unknown) => void toast.error(errorText(error));
  toast(t("addedTo", { name, room: room.name }), {
    id: toastOf(room.id),
    duration: SHOWN_FOR,
    cancel: { label: t("stay"), onClick: () => void stayInRoom(client, room.id).catch(tellError) },
    action: { label: t("leave"), onClick: () => void leaveRoom(client, room.id).catch(tellError) },
  });
}
