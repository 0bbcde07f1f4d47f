import { useRoomDialogs } from "@/entities/rooms/roomDialogs";
import { BrowseRooms } from "./BrowseRooms";
import { NewTalkDialog } from "./NewDirectDialog";
import { NewRoomDialog } from "./NewRoomDialog";

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
