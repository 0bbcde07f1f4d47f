import { lazy, Suspense } from "react";
import { useRoomDialogs } from "@/entities/rooms/roomDialogs";

const OpenRoomDialogs = lazy(async () => ({ default: (await import("./OpenRoomDialogs")).OpenRoomDialogs }));

export function RoomDialogs() {
  const isShown = useRoomDialogs(({ shown }) => shown !== null);
  return <Suspense>{isShown && <OpenRoomDialogs />}</Suspense>;
}
