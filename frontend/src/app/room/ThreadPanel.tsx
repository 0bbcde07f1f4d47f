import { useMemo } from "react";
import { PeopleOf } from "@/entities/messages/actions";
import { MessagesSkeleton } from "@/entities/messages/row/MessagesSkeleton";
import { useRoomPeople } from "@/entities/messages/useRoomPeople";
import { useRooms } from "@/entities/rooms/queries";
import { Writing } from "@/features/composer/ComposerArea";
import { TypingLine } from "@/features/composer/TypingLine";
import { useWriting } from "@/features/composer/useComposer";
import { MessageActs } from "@/features/message-actions/MessageActions";
import { ThreadMessages } from "@/features/thread/ThreadMessages";
import { useThread } from "@/features/thread/useThread";
import type { Me, RoomSummary } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import type { Timeline } from "@/realtime/timeline/types";

/** A thread beside its room, and the place to answer in it. */
export function ThreadPanel({ roomId, root }: { roomId: number; root: number }) {
  const room = useRooms().data?.find(({ id }) => id === roomId);
  const me = useSession((state) => state.user);
  const timeline = useThread(roomId, root);
  if (!room || !me || timeline?.thread?.id !== root) return <MessagesSkeleton />;
  return <OpenThread key={root} room={room} me={me} timeline={timeline} />;
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
          <ThreadMessages room={room} me={me} timeline={timeline} />
        </MessageActs>
      </PeopleOf>
      <TypingLine room={room.id} thread={thread?.id ?? null} />
      <Writing room={room} me={me} thread={thread?.id ?? null} {...writing} />
    </>
  );
}
