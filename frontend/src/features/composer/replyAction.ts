import { Reply } from "lucide-react";
import type { MessageAction } from "@/entities/messages/actions";
import { mayWrite } from "@/entities/messages/permissions";

export const replyAction: MessageAction = {
  name: "reply",
  icon: Reply,
  inToolbar: true,
  isOffered: (_, { room, isMuted }) => mayWrite(room) && !isMuted,
  run: (message, { reply }) => reply(message),
};
