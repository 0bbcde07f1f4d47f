import { LoadFailureDialog } from "@/components/lazy/LoadFailureDialog";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import { useListDialogs } from "@/entities/rooms/mine/listDialogs";
import { addTexts } from "@/lib/i18n/i18n";
import { lazyModule } from "@/lib/lazy/lazyModule";

const OpenListDialog = lazyComponent(
  lazyModule(async () => (await Promise.all([import("./OpenListDialog"), addTexts("inbox")]))[0]),
  ({ OpenListDialog }) => OpenListDialog,
  LoadFailureDialog,
);

export function ListDialogs() {
  const shown = useListDialogs((state) => state.shown);
  return shown && <OpenListDialog shown={shown} />;
}
