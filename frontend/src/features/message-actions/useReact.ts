import { useCallback } from "react";
import { applyAnswer } from "@/entities/messages/applyAnswer";
import { api } from "@/lib/api/api";
import type { Message } from "@/lib/protocol/types";

/** Adds my reaction to a message, or removes it. */
export function useReact(me: number) {
  return useCallback(
    ({ id, reactions }: Message, emoji: string) => {
      const isMine = reactions.find((each) => each.emoji === emoji)?.users.includes(me);
      const path = `/api/messages/${id}/reactions/${encodeURIComponent(emoji)}/`;
      void applyAnswer(isMine ? api.del<Message>(path) : api.put<Message>(path));
    },
    [me],
  );
}
