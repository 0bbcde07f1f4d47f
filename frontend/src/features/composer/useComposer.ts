import { useCallback, useState } from "react";
import { mayEdit } from "@/entities/messages/permissions";
import type { Message, RoomSummary } from "@/lib/protocol/types";
import { useEditing } from "./useEditing";

const NONE: readonly Message[] = [];

/** The state of one composer: editing a message, answering one, or neither. */
export function useComposer(room: RoomSummary, me: number, messages: readonly Message[] = NONE) {
  const editing = useEditing();
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const { cancel } = editing;
  const onReply = useCallback(
    (message: Message) => {
      cancel();
      setReplyTo(message);
    },
    [cancel],
  );
  const onEditLast = () => {
    const last = messages.findLast((each) => mayEdit(room, each, me));
    if (last) editing.start(last);
  };
  return { editing, replyTo, onReply, onReplied: () => setReplyTo(null), onEditLast };
}
