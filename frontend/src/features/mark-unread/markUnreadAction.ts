import { CircleDot } from "lucide-react";
import type { MessageAction } from "@/entities/messages/actions";
import { markUnread } from "@/entities/rooms/mine/reading";

/** My own messages never count as unread. */
export const markUnreadAction: MessageAction = {
  name: "markUnread",
  icon: CircleDot,
  isOffered: ({ author }, { me }) => author.id !== me,
  run: ({ room, seq }) => void markUnread(room, seq),
};
