import { Navigate } from "react-router";
import { ErrorState } from "@/components/ErrorState";
import { useMedia, WIDE } from "@/lib/useMedia";
import { useTitle } from "@/lib/useTitle";
import { EmptyRooms } from "./EmptyRooms";
import { inOrder } from "./order";
import { useRooms, useUnreadTotal } from "./queries";
import { RoomSkeleton } from "./RoomSkeleton";

/** Beside the list there is room for a conversation: the one where somebody spoke last. */
export function Home() {
  const wide = useMedia(WIDE);
  const { data, error, refetch } = useRooms();
  const unread = useUnreadTotal();
  useTitle(unread > 0 ? `(${unread})` : "");
  if (!data) return error ? <ErrorState error={error} onRetry={refetch} /> : <RoomSkeleton />;
  const [first] = inOrder(data).open;
  if (!first) return <EmptyRooms />;
  return wide ? <Navigate to={`/rooms/${first.id}`} replace /> : null;
}
