import { useEffect, useState } from "react";
import { Navigate, useParams } from "react-router";
import { ErrorState } from "@/components/display/ErrorState";
import { LoadFailureNotice } from "@/components/lazy/LoadFailureNotice";
import { useLeftHere } from "@/entities/rooms/membership";
import { useRooms } from "@/entities/rooms/queries";
import { rememberVisit } from "@/entities/rooms/recentRooms";
import { useRoomPanel } from "@/entities/rooms/useRoomPanel";
import { PictureViewer } from "@/features/viewer/PictureViewer";
import { useTitle } from "@/lib/browser/title";
import { useLazyModule } from "@/lib/lazy/useLazyModule";
import type { Me, RoomSummary } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { openRoom } from "@/realtime/cache/openRoom";
import { useConnection } from "@/realtime/connection/connectionState";
import { conversationModule } from "./conversationModule";
import { AddedNotice } from "./lazy";
import { NoSuchRoom } from "./NoSuchRoom";
import { RoomHeader } from "./RoomHeader";
import { RoomPanels } from "./RoomPanels";
import { ConversationSkeleton, RoomSkeleton } from "./RoomSkeleton";
import { useHistory } from "./useHistory";

// At once, so that the first room that is opened waits for nothing.
conversationModule.load().catch(() => {});

export function RoomPage() {
  const id = Number(useParams().roomId);
  const me = useSession((state) => state.user);
  const { data, error, refetch } = useRooms();
  const room = data?.find((one) => one.id === id);
  const leftHere = useLeftHere(id);
  const missesRooms = useConnection((state) => state.missesRooms);
  const [lastSeen, setLastSeen] = useState<RoomSummary>();
  if (room && room !== lastSeen) setLastSeen(room);
  if (room && me) return <OpenRoom key={id} room={room} me={me} />;
  if (data && leftHere) return <Navigate to="/" replace />;
  if (data && !missesRooms) return <NoSuchRoom lost={lastSeen?.id === id ? lastSeen.name : undefined} />;
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  return <RoomSkeleton />;
}

function OpenRoom({ room, me }: { room: RoomSummary; me: Me }) {
  const { panel, open, close } = useRoomPanel();
  const membersShown = panel?.kind === "members";
  useTitle(room.name);
  useEffect(() => openRoom(room.id), [room.id]);
  useEffect(() => {
    rememberVisit(me.id, room.id);
  }, [me.id, room.id]);
  return (
    <PictureViewer room={room.id}>
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <RoomHeader
            room={room}
            membersShown={membersShown}
            onMembers={() => (membersShown ? close() : open({ kind: "members" }))}
          />
          {room.added_by && <AddedNotice room={room} by={room.added_by} />}
          <History room={room} me={me} />
        </div>
        <RoomPanels room={room} />
      </div>
    </PictureViewer>
  );
}

/** Requests the history at once, and renders it when the chunk of the conversation is loaded. */
function History({ room, me }: { room: RoomSummary; me: Me }) {
  const { module, failure } = useLazyModule(conversationModule);
  const { timeline, load } = useHistory(room, me.id);
  if (failure) return <LoadFailureNotice failure={failure} onRetry={() => conversationModule.load().catch(() => {})} />;
  if (!module) return <ConversationSkeleton />;
  return <module.Conversation room={room} me={me} timeline={timeline} onLoad={load} />;
}
