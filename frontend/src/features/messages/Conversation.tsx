import { useCallback, useDeferredValue, useMemo } from "react";
import { ErrorState } from "@/components/ErrorState";
import { useRoomPanel } from "@/features/rooms";
import { ApiError } from "@/lib/api";
import type { ErrorCode, Me, RoomSummary } from "@/lib/wire";
import { shownPending, type Timeline } from "@/realtime";
import { PeopleOf } from "./acts";
import { EmptyRoom } from "./EmptyRoom";
import { MessageActs } from "./MessageActs";
import { MessageList } from "./MessageList";
import { MessagesSkeleton } from "./MessagesSkeleton";
import { rowsOf } from "./rows";
import { SeenLine } from "./SeenLine";
import { TypingLine } from "./TypingLine";
import { useRoomPeople } from "./useRoomPeople";
import { useSeenReplies } from "./useSeenReplies";
import { useUnreadMark } from "./useUnreadMark";
import { useWriting } from "./useWriting";
import { Writing } from "./Writing";

type Props = { room: RoomSummary; me: Me; timeline: Timeline | undefined; onLoad: () => void };

/** A room's messages and the place to write the next one. */
export function Conversation({ room, me, timeline, onLoad }: Props) {
  const writing = useWriting(
    room,
    me.id,
    timeline?.stretch?.messages.filter((each) => each.thread === null),
  );
  const people = useRoomPeople(room, me, timeline?.stretch?.messages);
  const { open } = useRoomPanel();
  const openThread = useCallback((root: number) => open({ kind: "thread", root }), [open]);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PeopleOf value={people}>
        <MessageActs
          room={room}
          me={me.id}
          onEdit={writing.editing.start}
          onReply={writing.onReply}
          onThread={openThread}
        >
          <Messages room={room} me={me} timeline={timeline} onRetry={onLoad} />
        </MessageActs>
      </PeopleOf>
      <div className="flex">
        <div className="min-w-0 flex-1">
          <TypingLine room={room.id} />
        </div>
        {room.kind === "direct" && <SeenLine room={room} me={me.id} messages={timeline?.stretch?.messages ?? []} />}
      </div>
      <Writing room={room} me={me} {...writing} />
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
  const seenReplies = useSeenReplies(timeline?.thread);
  const rows = useMemo(() => {
    const { messages = [], hasBefore = false } = timeline?.stretch ?? {};
    return rowsOf({
      messages,
      hasBefore,
      pending: timeline ? shownPending(timeline) : [],
      me: me.id,
      unreadAfter: after,
      seenReplies,
    });
  }, [timeline, me.id, after, seenReplies]);
  const isThere = timeline?.stretch != null && rows.length > 0;
  // Messages that have just come are drawn in slices, between which the page answers; those one comes back to, at once.
  const isShown = useDeferredValue(isThere);
  if (isThere && isShown) {
    return <MessageList room={room} me={me} timeline={timeline} rows={rows} onLookAway={moveMark} />;
  }
  if (isThere) return <MessagesSkeleton />;
  if (timeline?.stretch && !timeline.stretch.hasBefore && !timeline.stretch.hasAfter) return <EmptyRoom room={room} />;
  if (timeline?.failure) return <ErrorState error={failureOf(timeline.failure.code)} onRetry={onRetry} />;
  return <MessagesSkeleton />;
}

const failureOf = (code: string) => new ApiError({ status: 0, code: code as ErrorCode });
