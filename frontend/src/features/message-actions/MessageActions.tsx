import { type ReactNode, useCallback, useMemo, useState } from "react";
import {
  type MessageAction,
  MessageActionsContext,
  type MessageDialog,
  type MessageDialogProps,
} from "@/entities/messages/actions";
import { mayReact } from "@/entities/messages/permissions";
import { useIsMuted } from "@/entities/moderation/mutes";
import { PersonCardAt } from "@/entities/people/PersonCard";
import type { Message, RoomSummary } from "@/lib/protocol/types";
import { MessageSheet } from "./MessageSheet";
import { useMessageActions } from "./useMessageActions";
import { usePersonCard } from "./usePersonCard";
import { useReact } from "./useReact";

type Props = {
  actions: readonly MessageAction[];
  room: RoomSummary;
  me: number;
  onEdit: (message: Message) => void;
  onReply: (message: Message) => void;
  onThread: ((root: number) => void) | null;
  children: ReactNode;
};

/** Gives the messages inside their actions, and shows the dialogs that these open. */
export function MessageActions({
  actions,
  room,
  me,
  onEdit: edit,
  onReply: reply,
  onThread: openThread,
  children,
}: Props) {
  const [shown, setShown] = useState<{ Dialog: MessageDialog; message: Message } | null>(null);
  const showDialog = useCallback((Dialog: MessageDialog, message: Message) => setShown({ Dialog, message }), []);
  const [pressed, setPressed] = useState<Message | null>(null);
  const react = useReact(me);
  const isMuted = useIsMuted(room.id);
  const actionsOf = useMessageActions({ actions, room, me, isMuted, reply, edit, openThread, showDialog });
  const showSheet = useCallback(
    (message: Message) => setPressed(!message.deleted_at || actionsOf(message).length > 0 ? message : null),
    [actionsOf],
  );
  const isReactable = mayReact(room);
  const { card, showPerson, closeCard } = usePersonCard();
  const value = useMemo(
    () => ({ actionsOf, mayReact: isReactable, react, showDialog, showSheet, openThread, showPerson }),
    [actionsOf, isReactable, react, showDialog, showSheet, openThread, showPerson],
  );
  return (
    <MessageActionsContext value={value}>
      {children}
      {pressed && <MessageSheet message={pressed} onClose={() => setPressed(null)} />}
      {shown && <Shown {...shown} room={room} me={me} onClose={() => setShown(null)} />}
      {card && <PersonCardAt {...card} onClose={closeCard} />}
    </MessageActionsContext>
  );
}

function Shown({ Dialog, ...props }: MessageDialogProps & { Dialog: MessageDialog }) {
  return <Dialog {...props} />;
}
