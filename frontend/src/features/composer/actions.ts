import { Pencil, Reply } from "lucide-react";
import type { MessageAction } from "@/entities/messages/actions";
import { mayEdit, mayWrite } from "@/entities/messages/permissions";

export const replyAction: MessageAction = {
  name: "reply",
  icon: Reply,
  isOffered: (_, { room }) => mayWrite(room),
  run: (message, { reply }) => reply(message),
};

export const editAction: MessageAction = {
  name: "edit",
  icon: Pencil,
  isOffered: (message, { room, me }) => mayEdit(room, message, me),
  run: (message, { edit }) => edit(message),
};
