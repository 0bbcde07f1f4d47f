import { Pin, PinOff } from "lucide-react";
import type { MessageAction } from "@/entities/messages/actions";
import { applyAnswer } from "@/entities/messages/applyAnswer";
import { mayPin } from "@/entities/messages/permissions";
import { api } from "@/lib/api/api";
import type { Message } from "@/lib/protocol/types";

export const pinAction: MessageAction = {
  name: "pin",
  icon: Pin,
  undo: ({ pinned_at }) => (pinned_at ? { icon: PinOff, label: "unpin" } : null),
  isOffered: (_, { room }) => mayPin(room),
  run: ({ id, pinned_at }) => {
    const path = `/api/messages/${id}/pin/`;
    void applyAnswer(pinned_at ? api.del<Message>(path) : api.put<Message>(path));
  },
};
