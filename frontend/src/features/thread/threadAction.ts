import { MessagesSquare } from "lucide-react";
import type { MessageAction } from "@/entities/messages/actions";

/** The replies of a deleted message stay readable. */
export const threadAction: MessageAction = {
  name: "thread",
  icon: MessagesSquare,
  inToolbar: true,
  forDeleted: true,
  isOffered: ({ deleted_at, replies }, { openThread }) => openThread !== null && (!deleted_at || Boolean(replies)),
  run: ({ id }, { openThread }) => openThread?.(id),
};
