import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { addToDraft } from "@/entities/messages/useDraft";
import { PlacePicker } from "@/entities/rooms/picker/Picker";
import type { Message, RoomSummary } from "@/lib/protocol/types";
import { quoteOf } from "./quote";

type Props = { message: Message | null; me: number; onClose: () => void };

/** Writes the message as a quote into the other room's field: there one adds a word, or thinks better of it, and sends. */
export function ForwardDialog({ message, me, onClose }: Props) {
  const { t } = useTranslation("messages");
  const navigate = useNavigate();
  if (!message) return null;
  const forwardTo = (room: RoomSummary) => {
    addToDraft(me, room.id, quoteOf(message));
    onClose();
    navigate(`/rooms/${room.id}`);
  };
  const takesIt = (room: RoomSummary) => !room.archived_at && room.id !== message.room;
  return <PlacePicker title={t("forwardTitle")} fits={takesIt} onRoom={forwardTo} onClose={onClose} />;
}
