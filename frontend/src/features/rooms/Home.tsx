import { Navigate } from "react-router";
import { ErrorState } from "@/components/ErrorState";
import { EmptyRooms } from "./EmptyRooms";
import { warmest } from "./order";
import { useRooms } from "./queries";
import { RoomSkeleton } from "./RoomSkeleton";
import { RoomsHeading } from "./RoomsHeading";

/** Beside the list there is room for a conversation: the one where somebody spoke last. */
export function Home() {
  const { data, error, refetch } = useRooms();
  const first = data && warmest(data);
  if (first) return <Navigate to={`/rooms/${first.id}`} replace />;
  return (
    <>
      <RoomsHeading />
      {data ? <EmptyRooms /> : error ? <ErrorState error={error} onRetry={refetch} /> : <RoomSkeleton />}
    </>
  );
}
