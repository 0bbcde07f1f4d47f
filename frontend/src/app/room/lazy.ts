import { LoadFailureDialog } from "@/components/lazy/LoadFailureDialog";
import { lazyComponent, NoFailure } from "@/components/lazy/lazyComponent";
import { addTexts } from "@/lib/i18n/i18n";
import { lazyModule } from "@/lib/lazy/lazyModule";

/** Parts of the room page that few visits need. Each is loaded when it is first rendered. */
export const AddedNotice = lazyComponent(
  lazyModule(() => import("@/features/added-to-room/AddedNotice")),
  ({ AddedNotice }) => AddedNotice,
  NoFailure,
);
export const RoomMenuDialogs = lazyComponent(
  lazyModule(async () => (await Promise.all([import("./RoomMenuDialogs"), addTexts("inbox")]))[0]),
  ({ RoomMenuDialogs }) => RoomMenuDialogs,
  LoadFailureDialog,
);
