import { useRoomDialogs } from "@/entities/rooms/roomDialogs";
import { BrowseRooms } from "./BrowseRooms";
import { NewDirectDialog } from "./NewDirectDialog";
import { NewRoomDialog } from "./NewRoomDialog";

export function OpenRoomDialogs() {
  const { shown, close } = useRoomDialogs();
  return (
    <>
      <NewRoomDialog open={shown === "new"} onClose={close} />
      <NewDirectDialog open={shown === "talk"} onClose={close} />
      <BrowseRooms open={shown === "browse"} onClose={close} />
    </>
  );
}
