import { useMemo, useState } from "react";
import { ErrorState } from "@/components/ErrorState";
import { ApiError } from "@/lib/api";
import { session } from "@/lib/session";
import type { ErrorCode, Me, Message, RoomSummary } from "@/lib/wire";
import { shownPending, type Timeline } from "@/realtime";
import { EmptyRoom } from "./EmptyRoom";
import { MessageList } from "./MessageList";
import type { RowActions } from "./MessageRow";
import { MessagesSkeleton } from "./MessagesSkeleton";
import { RemoveDialog } from "./RemoveDialog";
import { rowsOf } from "./rows";
import { TypingLine } from "./TypingLine";
import { useConversation } from "./useConversation";
import { useEditing } from "./useEditing";
import { useRoom } from "./useRoom";
import { useRowActions } from "./useRowActions";
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
  const { timeline, unreadAfter, load } = useConversation(room, me.id);
  const actions = useRowActions(room, me.id, { onEdit: editing.start, onRemove: setRemoving });
  const editLast = () => {
    const last = timeline?.stretch?.messages.findLast(actions.mayEdit);
    if (last) editing.start(last);
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Messages room={room} me={me} timeline={timeline} unreadAfter={unreadAfter} actions={actions} onRetry={load} />
      <TypingLine roomId={room.id} />
      <Writing room={room} me={me} editing={editing} onEditLast={editLast} />
      <RemoveDialog message={removing} onClose={() => setRemoving(null)} />
    </div>
  );
}

type MessagesProps = {
  room: RoomSummary;
  me: Me;
  timeline: Timeline | undefined;
  unreadAfter: number | null;
  actions: RowActions;
  onRetry: () => void;
};

function Messages({ room, me, timeline, unreadAfter, actions, onRetry }: MessagesProps) {
  const rows = useMemo(() => {
    const { messages = [], hasBefore = false } = timeline?.stretch ?? {};
    return rowsOf({ messages, hasBefore, pending: timeline ? shownPending(timeline) : [], me: me.id, unreadAfter });
  }, [timeline, me.id, unreadAfter]);
  if (timeline?.stretch && rows.length > 0) {
    return <MessageList room={room} me={me} timeline={timeline} rows={rows} actions={actions} />;
  }
  if (timeline?.stretch) return <EmptyRoom room={room} />;
  if (timeline?.failure) return <ErrorState error={failureOf(timeline.failure.code)} onRetry={onRetry} />;
  return <MessagesSkeleton />;
}

const failureOf = (code: string) => new ApiError({ status: 0, code: code as ErrorCode });
