import { useMemo } from "react";
import { toast } from "@/components/overlay/Toast";
import { api } from "@/lib/api/api";
import { errorText } from "@/lib/i18n/errorText";
import type { Message } from "@/lib/protocol/types";
import { takeMessage } from "@/realtime/useRealtime";

/** Calls that are done with one touch. What comes of them is seen on the message, what hinders them is said. */
export function useMessageCalls(me: number) {
  return useMemo(() => {
    const react = ({ id, reactions }: Message, emoji: string) => {
      const mine = reactions.find((each) => each.emoji === emoji)?.users.includes(me);
      const path = `/api/messages/${id}/reactions/${encodeURIComponent(emoji)}/`;
      void settle(mine ? api.del<Message>(path) : api.put<Message>(path));
    };
    const pin = ({ id, pinned_at }: Message) => {
      const path = `/api/messages/${id}/pin/`;
      void settle(pinned_at ? api.del<Message>(path) : api.put<Message>(path));
    };
    return { react, pin };
  }, [me]);
}

async function settle(answer: Promise<Message>) {
  try {
    takeMessage(await answer);
  } catch (error) {
    toast.error(errorText(error));
  }
}
