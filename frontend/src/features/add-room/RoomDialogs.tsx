import { LoadFailureDialog } from "@/components/lazy/LoadFailureDialog";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import { useRoomDialogs } from "@/entities/rooms/roomDialogs";
import { lazyModule } from "@/lib/lazy/lazyModule";

const OpenRoomDialogs = lazyComponent(
  lazyModule(() => import("./OpenRoomDialogs")),
  ({ OpenRoomDialogs }) => OpenRoomDialogs,
  LoadFailureDialog,
);

export function RoomDialogs() {
  const { shown, close } = useRoomDialogs();
  return shown !== null && <OpenRoomDialogs onClose={close} />;
}
