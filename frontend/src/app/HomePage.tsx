import { Navigate, useLocation } from "react-router";
import { RoomSkeleton } from "@/app/room/RoomSkeleton";
import { ErrorState } from "@/components/display/ErrorState";
import { EmptyRooms } from "@/entities/rooms/joining/EmptyRooms";
import { useRooms } from "@/entities/rooms/queries";
import { recentRooms } from "@/entities/rooms/recentRooms";
import { mostRecentRoom } from "@/entities/rooms/sortRooms";
import type { RoomSummary } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { RoomsHeading } from "./RoomsHeading";

/** Opens the room that was visited last here, else the room with the newest message. */
export function HomePage() {
  const { data, error, refetch } = useRooms();
  // An open search stays open.
  const { search } = useLocation();
  const me = useSession((state) => state.user?.id);
  const first = data && (lastVisited(data, me) ?? mostRecentRoom(data));
  if (first) return <Navigate to={`/rooms/${first.id}${search}`} replace />;
  return (
    <>
      <RoomsHeading />
      {data ? <EmptyRooms /> : error ? <ErrorState error={error} onRetry={refetch} /> : <RoomSkeleton />}
    </>
  );
}

function lastVisited(rooms: readonly RoomSummary[], me: number | undefined) {
  if (me === undefined) return;
  const open = new Map(rooms.filter((room) => !room.archived_at).map((room) => [room.id, room]));
  return recentRooms(me)
    .map((id) => open.get(id))
    .find((room) => room !== undefined);
}
