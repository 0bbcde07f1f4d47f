import { Flag } from "lucide-react";
import type { MessageAction } from "@/entities/messages/actions";
import { useModerationDialogs } from "@/entities/moderation/dialogs";

export const reportAction: MessageAction = {
  name: "report",
  icon: Flag,
  isOffered: ({ author }, { me }) => author.id !== me,
  run: (message) => useModerationDialogs.getState().show({ kind: "report", target: { message } }),
};
