import { useMemo } from "react";
import { ConnectionLine } from "@/app/connection/ConnectionLine";
import { PeopleContext } from "@/entities/messages/peopleContext";
import { MessagesSkeleton } from "@/entities/messages/row/MessagesSkeleton";
import { useRoomPeople } from "@/entities/messages/useRoomPeople";
import { DropZone } from "@/features/attachments/DropZone";
import { ComposerArea } from "@/features/composer/ComposerArea";
import { TypingLine } from "@/features/composer/TypingLine";
import { useReply } from "@/features/composer/useReply";
import { EditInPlace } from "@/features/editing/EditInPlace";
import { useEditing } from "@/features/editing/useEditing";
import { MessageActions } from "@/features/message-actions/MessageActions";
import { ThreadMessages } from "@/features/thread/ThreadMessages";
import { useThread } from "@/features/thread/useThread";
import { FollowButton } from "@/features/thread-follow/FollowButton";
import { useMediaQuery, WITH_CONTEXT } from "@/lib/hooks/useMediaQuery";
import type { Me, RoomSummary } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import type { Timeline } from "@/realtime/timeline/types";
import { COMPOSER_TOOLS } from "./composerTools";
import { MESSAGE_ACTIONS } from "./messageActions";

/** A thread beside its room, and the composer for replies. */
export function ThreadPanel({ room, root }: { room: RoomSummary; root: number | undefined }) {
  const me = useSession((state) => state.user);
  const timeline = useThread(room.id, root);
  if (root === undefined) return null;
  if (!me || timeline?.thread?.id !== root) return <MessagesSkeleton />;
  return <OpenThread key={root} room={room} me={me} timeline={timeline} />;
}

function OpenThread({ room, me, timeline }: { room: RoomSummary; me: Me; timeline: Timeline }) {
  const { thread } = timeline;
  const messages = useMemo(() => (thread?.root ? [thread.root, ...thread.replies] : []), [thread]);
  const people = useRoomPeople(room, me, messages);
  const reply = useReply();
  const editing = useEditing(room, me.id, messages);
  const isBeside = useMediaQuery(WITH_CONTEXT);
  const typing = <TypingLine room={room.id} thread={thread?.id ?? null} />;
  return (
    <DropZone room={room} thread={thread?.id ?? null} className="relative flex min-h-0 flex-1 flex-col">
      {thread && <FollowButton root={thread.id} mine={messages.filter(({ author }) => author.id === me.id).length} />}
      <PeopleContext value={people}>
        <MessageActions
          actions={MESSAGE_ACTIONS}
          room={room}
          me={me.id}
          onEdit={editing.start}
          onReply={reply.onReply}
          onThread={null}
        >
          <EditInPlace room={room} tools={COMPOSER_TOOLS} editing={editing}>
            <ThreadMessages room={room} me={me} timeline={timeline} />
          </EditInPlace>
        </MessageActions>
      </PeopleContext>
      {/* Beside the room, whose line shows the connection. */}
      {isBeside ? typing : <ConnectionLine>{typing}</ConnectionLine>}
      <ComposerArea
        room={room}
        me={me}
        tools={COMPOSER_TOOLS}
        thread={thread?.id ?? null}
        replyTo={reply.replyTo}
        onReplied={reply.onReplied}
        onEditLast={editing.startLast}
      />
    </DropZone>
  );
}
