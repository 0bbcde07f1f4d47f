import { useMemo, useState } from "react";
import { ErrorState } from "@/components/ErrorState";
import { ApiError } from "@/lib/api";
import { session } from "@/lib/session";
import type { ErrorCode, Me, Message, RoomSummary } from "@/lib/wire";
import { shownPending, type Timeline } from "@/realtime";
import { DeedsOf } from "./deeds";
import { EmptyRoom } from "./EmptyRoom";
import { ForwardDialog } from "./ForwardDialog";
import { MessageList } from "./MessageList";
import { MessagesSkeleton } from "./MessagesSkeleton";
import { mayEdit } from "./may";
import { RemoveDialog } from "./RemoveDialog";
import { rowsOf } from "./rows";
import { TypingLine } from "./TypingLine";
import { useConversation } from "./useConversation";
import { useDeeds } from "./useDeeds";
import { useEditing } from "./useEditing";
import { useRoom } from "./useRoom";
import { useUnreadMark } from "./useUnreadMark";
import { Writing } from "./Writing";

/** A room's messages and the place to write the next one. */
export function Conversation({ roomId }: { roomId: number }) {
  const room = useRoom(roomId);
  const me = session((state) => state.user);
  return room && me ? <OpenConversation key={`${me.id}-${roomId}`} room={room} me={me} /> : <MessagesSkeleton />;
}

function OpenConversation({ room, me }: { room: RoomSummary; me: Me }) {
  const editing = useEditing();
  const [removing, setRemoving] = useState<Message | null>(null);
  const [forwarding, setForwarding] = useState<Message | null>(null);
  const { timeline, load } = useConversation(room, me.id);
  const deedsOf = useDeeds(room, me.id, { onEdit: editing.start, onRemove: setRemoving, onForward: setForwarding });
  const editLast = () => {
    const last = timeline?.stretch?.messages.findLast((each) => mayEdit(room, each, me.id));
    if (last) editing.start(last);
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <DeedsOf value={deedsOf}>
        <Messages room={room} me={me} timeline={timeline} onRetry={load} />
      </DeedsOf>
      <TypingLine room={room.id} />
      <Writing room={room} me={me} editing={editing} onEditLast={editLast} />
      <RemoveDialog message={removing} onClose={() => setRemoving(null)} />
      <ForwardDialog message={forwarding} me={me.id} onClose={() => setForwarding(null)} />
    </div>
  );
}

type MessagesProps = {
  room: RoomSummary;
  me: Me;
  timeline: Timeline | undefined;
  onRetry: () => void;
};

function Messages({ room, me, timeline, onRetry }: MessagesProps) {
  const { after, moveMark } = useUnreadMark(room);
  const rows = useMemo(() => {
    const { messages = [], hasBefore = false } = timeline?.stretch ?? {};
    return rowsOf({
      messages,
      hasBefore,
      pending: timeline ? shownPending(timeline) : [],
      me: me.id,
      unreadAfter: after,
    });
  }, [timeline, me.id, after]);
  if (timeline?.stretch && rows.length > 0) {
    return <MessageList room={room} me={me} timeline={timeline} rows={rows} onLookAway={moveMark} />;
  }
  if (timeline?.stretch) return <EmptyRoom room={room} />;
  if (timeline?.failure) return <ErrorState error={failureOf(timeline.failure.code)} onRetry={onRetry} />;
  return <MessagesSkeleton />;
}

const failureOf = (code: string) => new ApiError({ status: 0, code: code as ErrorCode });
