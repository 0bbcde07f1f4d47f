import { useRoomDialogs } from "@/entities/rooms/roomDialogs";
import { BrowseRooms } from "./BrowseRooms";
import { NewDirectDialog } from "./NewDirectDialog";
import { NewRoomDialog } from "./NewRoomDialog";

export function OpenRoomDialogs({ onClose }: { onClose: () => void }) {
  const shown = useRoomDialogs((state) => state.shown);
  return (
    <>
      <NewRoomDialog open={shown === "new"} onClose={onClose} />
      <NewDirectDialog open={shown === "talk"} onClose={onClose} />
      <BrowseRooms open={shown === "browse"} onClose={onClose} />
    </>
  );
}
