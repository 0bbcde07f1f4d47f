import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/Button";
import { ErrorState } from "@/components/ErrorState";
import { useRooms } from "@/features/rooms";
import { ApiError } from "@/lib/api";
import { useSession } from "@/lib/useSession";
import type { ErrorCode, Me, RoomSummary } from "@/lib/wire";
import { enterThread, leaveThread, loadThread, pendingInThread, type Timeline, useTimeline } from "@/realtime";
import { PeopleOf } from "./acts";
import { MessageActs } from "./MessageActs";
import { MessagesSkeleton } from "./MessagesSkeleton";
import { rowsOf } from "./rows";
import { ThreadList } from "./ThreadList";
import { TypingLine } from "./TypingLine";
import { useRoomPeople } from "./useRoomPeople";
import { useWriting } from "./useWriting";
import { Writing } from "./Writing";

/** A thread beside its room, and the place to answer in it. */
export function ThreadPanel({ roomId, root }: { roomId: number; root: number }) {
  const room = useRooms().data?.find(({ id }) => id === roomId);
  const me = useSession((state) => state.user);
  const timeline = useThread(roomId, root);
  if (!room || !me || timeline?.thread?.id !== root) return <MessagesSkeleton />;
  return <OpenThread key={root} room={room} me={me} timeline={timeline} />;
}

/** Opened with the panel; asked for again whenever the history was replaced. */
function useThread(room: number, root: number) {
  const timeline = useTimeline(room);
  const isThere = timeline !== undefined;
  useEffect(() => {
    if (!isThere) return;
    enterThread(room, root);
    return () => leaveThread(room);
  }, [room, root, isThere]);
  const { thread } = timeline ?? {};
  const isWanted = thread?.id === root && !thread.isLoaded && !thread.load && !thread.failure;
  useEffect(() => {
    if (isWanted) void loadThread(room);
  }, [room, isWanted]);
  return timeline;
}

function OpenThread({ room, me, timeline }: { room: RoomSummary; me: Me; timeline: Timeline }) {
  const { thread } = timeline;
  const messages = useMemo(() => (thread?.root ? [thread.root, ...thread.replies] : []), [thread]);
  const people = useRoomPeople(room, me, messages);
  const writing = useWriting(room, me.id, messages);
  return (
    <>
      <PeopleOf value={people}>
        <MessageActs room={room} me={me.id} onEdit={writing.editing.start} onReply={writing.onReply} onThread={null}>
          <Messages room={room} me={me} timeline={timeline} />
        </MessageActs>
      </PeopleOf>
      <TypingLine room={room.id} thread={thread?.id ?? null} />
      <Writing room={room} me={me} thread={thread?.id ?? null} {...writing} />
    </>
  );
}

function Messages({ room, me, timeline }: { room: RoomSummary; me: Me; timeline: Timeline }) {
  const { t } = useTranslation("messages");
  const { thread } = timeline;
  const rows = useMemo(() => {
    const { root, replies = [] } = thread ?? {};
    const messages = root ? [root, ...replies] : [];
    const pending = pendingInThread(timeline);
    return rowsOf({ messages, hasBefore: false, pending, me: me.id, unreadAfter: null, inThread: true });
  }, [thread, timeline, me.id]);
  const retry = () => void loadThread(room.id);
  if (thread?.failure && !thread.isLoaded) {
    return <ErrorState error={new ApiError({ status: 0, code: thread.failure as ErrorCode })} onRetry={retry} />;
  }
  if (!thread?.isLoaded) return <MessagesSkeleton />;
  const earlier = thread.hasBefore && (
    <Button look="quiet" busy={thread.load !== null} onClick={retry} className="mx-auto my-2 flex">
      {t("earlierReplies")}
    </Button>
  );
  return <ThreadList room={room.id} thread={thread} rows={rows} me={me} earlier={earlier} />;
}
