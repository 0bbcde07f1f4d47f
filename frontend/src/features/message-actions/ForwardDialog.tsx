import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { MessageDialogProps } from "@/entities/messages/actions";
import { addToDraft } from "@/entities/messages/useDraft";
import { Picker } from "@/entities/rooms/picker/Picker";
import { useDestinations } from "@/entities/rooms/picker/useDestinations";
import type { RoomSummary } from "@/lib/protocol/types";
import { realtime } from "@/realtime/currentClient";
import { quoteOf } from "./quote";

/** Writes the message as a quote, with its files, into another room's draft, where the person edits and sends it. */
export function ForwardDialog({ message, me, onClose }: MessageDialogProps) {
  const { t } = useTranslation("messages");
  const navigate = useNavigate();
  const forwardTo = (room: RoomSummary) => {
    addToDraft(me, room.id, quoteOf(message));
    const files = (message.files ?? []).map(({ thumbnail_url, ...file }) => ({ ...file, preview: thumbnail_url }));
    realtime()?.uploads.forward({ room: room.id, thread: null }, files);
    onClose();
    navigate(`/rooms/${room.id}`);
  };
  const takesIt = (room: RoomSummary) => !room.archived_at && room.id !== message.room;
  return (
    <Picker
      title={t("forwardTitle")}
      useResults={useDestinations}
      fits={takesIt}
      onRoom={forwardTo}
      onClose={onClose}
    />
  );
}
