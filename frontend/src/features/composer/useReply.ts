import { useCallback, useState } from "react";
import type { Message } from "@/lib/protocol/types";

/** The message that the composer answers, or null. */
export function useReply() {
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const onReplied = useCallback(() => setReplyTo(null), []);
  return { replyTo, onReply: setReplyTo, onReplied };
}
