import { Suspense } from "react";
import { useRoomDialogs } from "./dialogs";
import { OpenRoomDialogs } from "./later";

export function RoomDialogs() {
  const isShown = useRoomDialogs(({ shown }) => shown !== null);
  return <Suspense>{isShown && <OpenRoomDialogs />}</Suspense>;
}
