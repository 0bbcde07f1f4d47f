import { LoadFailureDialog } from "@/components/lazy/LoadFailureDialog";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import { useListDialogs } from "@/entities/rooms/mine/listDialogs";
import { lazyModule } from "@/lib/lazy/lazyModule";

const OpenListDialog = lazyComponent(
  lazyModule(() => import("./OpenListDialog")),
  ({ OpenListDialog }) => OpenListDialog,
  LoadFailureDialog,
);

export function ListDialogs() {
  const shown = useListDialogs((state) => state.shown);
  return shown && <OpenListDialog shown={shown} />;
}
