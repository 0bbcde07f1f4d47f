import { BrowseRooms } from "./BrowseRooms";
import { useRoomDialogs } from "./dialogs";
import { NewRoomDialog } from "./NewRoomDialog";

export function RoomDialogs() {
  const { shown, close } = useRoomDialogs();
  return (
    <>
      <NewRoomDialog open={shown === "new"} onClose={close} />
      <BrowseRooms open={shown === "browse"} onClose={close} />
    </>
  );
}
