import { lazy, Suspense, useEffect, useState } from "react";
import { Navigate, useParams } from "react-router";
import { ErrorState } from "@/components/ErrorState";
import { session } from "@/lib/session";
import { useTitle } from "@/lib/title";
import type { RoomSummary } from "@/lib/wire";
import { NoSuchRoom } from "./NoSuchRoom";
import { useLeftHere, useRooms } from "./queries";
import { RoomHeader } from "./RoomHeader";
import { RoomPanels } from "./RoomPanels";
import { ConversationSkeleton, RoomSkeleton } from "./RoomSkeleton";
import { rememberVisit } from "./recent";
import { useRoomPanel } from "./useRoomPanel";

// Asked for at once but apart: the rooms need not wait for what draws messages, nor does who is still signing in.
const messages = import("@/features/messages");
const Conversation = lazy(async () => ({ default: (await messages).Conversation }));

export function RoomPage() {
  const id = Number(useParams().roomId);
  const { data, error, refetch } = useRooms();
  const room = data?.find((one) => one.id === id);
  const leftHere = useLeftHere(id);
  const [lastSeen, setLastSeen] = useState<RoomSummary>();
  if (room && room !== lastSeen) setLastSeen(room);
  if (room) return <OpenRoom key={id} room={room} />;
  if (data && leftHere) return <Navigate to="/" replace />;
  if (data) return <NoSuchRoom lost={lastSeen?.id === id ? lastSeen.name : undefined} />;
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  return <RoomSkeleton />;
}

function OpenRoom({ room }: { room: RoomSummary }) {
  const me = session((state) => state.user?.id);
  const { panel, open, close } = useRoomPanel();
  const membersShown = panel?.kind === "members";
  useTitle(room.name);
  useEffect(() => {
    if (me !== undefined) rememberVisit(me, room.id);
  }, [me, room.id]);
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <RoomHeader
          room={room}
          membersShown={membersShown}
          onMembers={() => (membersShown ? close() : open({ kind: "members" }))}
        />
        <Suspense fallback={<ConversationSkeleton />}>
          <Conversation roomId={room.id} />
        </Suspense>
      </div>
      <RoomPanels room={room} />
    </div>
  );
}
