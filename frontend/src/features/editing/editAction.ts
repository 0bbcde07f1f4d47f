import { Pencil } from "lucide-react";
import type { MessageAction } from "@/entities/messages/actions";
import { mayEdit } from "@/entities/messages/permissions";

export const editAction: MessageAction = {
  name: "edit",
  icon: Pencil,
  inToolbar: true,
  isOffered: (message, { room, me, isMuted }) => mayEdit(room, message, me) && !isMuted,
  run: (message, { edit }) => edit(message),
};
