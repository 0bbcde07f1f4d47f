import { type ReactNode, useCallback, useMemo, useState } from "react";
import { ActsOf, type Asked } from "@/entities/messages/actions";
import { mayReact } from "@/entities/messages/permissions";
import { PersonCardAt } from "@/entities/people/PersonCard";
import type { Message, RoomSummary } from "@/lib/protocol/types";
import { EditsDialog } from "./EditsDialog";
import { ForwardDialog } from "./ForwardDialog";
import { ReactorsDialog } from "./ReactorsDialog";
import { ReadersDialog } from "./ReadersDialog";
import { RemoveDialog } from "./RemoveDialog";
import { useDeeds } from "./useMessageActions";
import { useMessageCalls } from "./useMessageRequests";
import { useIntroduction } from "./usePersonCard";

type Props = {
  room: RoomSummary;
  me: number;
  onEdit: (message: Message) => void;
  onReply: (message: Message) => void;
  onThread: ((root: number) => void) | null;
  children: ReactNode;
};

/** Lets the messages inside be acted on, and asks what has to be asked about that. */
export function MessageActs({ room, me, onEdit, onReply, onThread, children }: Props) {
  const [asked, setAsked] = useState<{ what: Asked; message: Message } | null>(null);
  const ask = useCallback((what: Asked, message: Message) => setAsked({ what, message }), []);
  const close = () => setAsked(null);
  const { react, pin } = useMessageCalls(me);
  const deedsOf = useDeeds(room, me, { onEdit, onReply, onThread, pin, ask });
  const reacts = mayReact(room);
  const { introduced, introduce, dismiss } = useIntroduction();
  const acts = useMemo(
    () => ({ deedsOf, mayReact: reacts, react, ask, openThread: onThread, introduce }),
    [deedsOf, reacts, react, ask, onThread, introduce],
  );
  const about = (what: Asked) => (asked?.what === what ? asked.message : null);
  return (
    <ActsOf value={acts}>
      {children}
      {asked && (
        // Not before: five closed dialogs were part of what it took to show a room.
        <>
          <RemoveDialog message={about("remove")} me={me} onClose={close} />
          <ForwardDialog message={about("forward")} me={me} onClose={close} />
          <EditsDialog message={about("edits")} onClose={close} />
          <ReactorsDialog message={about("reactors")} room={room} onClose={close} />
          <ReadersDialog message={about("readers")} room={room} onClose={close} />
        </>
      )}
      {introduced && <PersonCardAt {...introduced} onClose={dismiss} />}
    </ActsOf>
  );
}
