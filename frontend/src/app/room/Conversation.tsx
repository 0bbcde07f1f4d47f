import { useCallback, useRef } from "react";
import { ConnectionLine } from "@/app/connection/ConnectionLine";

import { PeopleContext } from "@/entities/messages/peopleContext";
import { useRoomPeople } from "@/entities/messages/useRoomPeople";
import { useRoomPanel } from "@/entities/rooms/useRoomPanel";
import { DropZone } from "@/features/attachments/DropZone";
import { ComposerArea } from "@/features/composer/ComposerArea";
import { TypingLine } from "@/features/composer/TypingLine";
import { useReply } from "@/features/composer/useReply";
import { EditInPlace } from "@/features/editing/EditInPlace";
import { useEditing } from "@/features/editing/useEditing";
import { MessageActions } from "@/features/message-actions/MessageActions";
import { RoomMessages } from "@/features/message-list/RoomMessages";
import { SeenLine } from "@/features/message-list/SeenLine";
import { WarnedDialog } from "@/features/word-rules/WarnedDialog";
import type { Me, RoomSummary } from "@/lib/protocol/types";
import type { Timeline } from "@/realtime/timeline/types";
import { COMPOSER_TOOLS } from "./composerTools";
import { EmptyRoom } from "./EmptyRoom";
import { MESSAGE_ACTIONS } from "./messageActions";

type Props = { room: RoomSummary; me: Me; timeline: Timeline | undefined; onLoad: () => void };

/** A room's messages and the composer below them. */
export function Conversation({ room, me, timeline, onLoad }: Props) {
  const reply = useReply();
  const editing = useEditing(
    room,
    me.id,
    timeline?.loaded?.messages.filter((each) => each.thread === null),
  );
  const people = useRoomPeople(room, me, timeline?.loaded?.messages);
  const { open } = useRoomPanel();
  const openThread = useCallback((root: number) => open({ kind: "thread", root }), [open]);
  const column = useRef<HTMLDivElement>(null);
  const write = () => column.current?.querySelector("textarea")?.focus();
  return (
    <DropZone room={room} ref={column} className="relative flex min-h-0 flex-1 flex-col">
      <PeopleContext value={people}>
        <MessageActions
          actions={MESSAGE_ACTIONS}
          room={room}
          me={me.id}
          onEdit={editing.start}
          onReply={reply.onReply}
          onThread={openThread}
        >
          <EditInPlace room={room} tools={COMPOSER_TOOLS} editing={editing}>
            <RoomMessages
              room={room}
              me={me}
              timeline={timeline}
              empty={<EmptyRoom room={room} onWrite={write} />}
              onRetry={onLoad}
            />
          </EditInPlace>
        </MessageActions>
      </PeopleContext>
      <WarnedDialog room={room} me={me.id} timeline={timeline} />
      <ConnectionLine>
        <div className="flex">
          <div className="min-w-0 flex-1">
            <TypingLine room={room.id} />
          </div>
          {room.kind === "direct" && <SeenLine room={room} me={me.id} messages={timeline?.loaded?.messages ?? []} />}
        </div>
      </ConnectionLine>
      <ComposerArea
        room={room}
        me={me}
        tools={COMPOSER_TOOLS}
        replyTo={reply.replyTo}
        onReplied={reply.onReplied}
        onEditLast={editing.startLast}
      />
    </DropZone>
  );
}
