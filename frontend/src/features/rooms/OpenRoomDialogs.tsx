import { BrowseRooms } from "./BrowseRooms";
import { useRoomDialogs } from "./dialogs";
import { NewRoomDialog } from "./NewRoomDialog";
import { NewTalkDialog } from "./NewTalkDialog";

export function OpenRoomDialogs() {
  const { shown, close } = useRoomDialogs();
  return (
    <>
      <NewRoomDialog open={shown === "new"} onClose={close} />
      <NewTalkDialog open={shown === "talk"} onClose={close} />
      <BrowseRooms open={shown === "browse"} onClose={close} />
    </>
  );
}
