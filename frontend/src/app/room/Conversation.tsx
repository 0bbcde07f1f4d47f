import { useCallback } from "react";
import { ConnectionLine } from "@/app/connection/ConnectionLine";
import { PeopleContext } from "@/entities/messages/peopleContext";
import { useRoomPeople } from "@/entities/messages/useRoomPeople";
import { useRoomPanel } from "@/entities/rooms/useRoomPanel";
import { ComposerArea } from "@/features/composer/ComposerArea";
import { TypingLine } from "@/features/composer/TypingLine";
import { useComposer } from "@/features/composer/useComposer";
import { MessageActions } from "@/features/message-actions/MessageActions";
import { RoomMessages } from "@/features/message-list/RoomMessages";
import { SeenLine } from "@/features/message-list/SeenLine";
import type { Me, RoomSummary } from "@/lib/protocol/types";
import type { Timeline } from "@/realtime/timeline/types";
import { COMPOSER_TOOLS } from "./composerTools";
import { MESSAGE_ACTIONS } from "./messageActions";

type Props = { room: RoomSummary; me: Me; timeline: Timeline | undefined; onLoad: () => void };

/** A room's messages and the composer below them. */
export function Conversation({ room, me, timeline, onLoad }: Props) {
  const writing = useComposer(
    room,
    me.id,
    timeline?.loaded?.messages.filter((each) => each.thread === null),
  );
  const people = useRoomPeople(room, me, timeline?.loaded?.messages);
  const { open } = useRoomPanel();
  const openThread = useCallback((root: number) => open({ kind: "thread", root }), [open]);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PeopleContext value={people}>
        <MessageActions
          actions={MESSAGE_ACTIONS}
          room={room}
          me={me.id}
          onEdit={writing.editing.start}
          onReply={writing.onReply}
          onThread={openThread}
        >
          <RoomMessages room={room} me={me} timeline={timeline} onRetry={onLoad} />
        </MessageActions>
      </PeopleContext>
      <ConnectionLine>
        <div className="flex">
          <div className="min-w-0 flex-1">
            <TypingLine room={room.id} />
          </div>
          {room.kind === "direct" && <SeenLine room={room} me={me.id} messages={timeline?.loaded?.messages ?? []} />}
        </div>
      </ConnectionLine>
      <ComposerArea room={room} me={me} tools={COMPOSER_TOOLS} {...writing} />
    </div>
  );
}
