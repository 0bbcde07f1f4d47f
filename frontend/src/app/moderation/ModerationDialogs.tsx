import { LoadFailureDialog } from "@/components/lazy/LoadFailureDialog";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import { useModerationDialogs } from "@/entities/moderation/dialogs";
import { addTexts } from "@/lib/i18n/i18n";
import { lazyModule } from "@/lib/lazy/lazyModule";

const OpenModerationDialog = lazyComponent(
  lazyModule(async () => (await Promise.all([import("./OpenModerationDialog"), addTexts("moderation")]))[0]),
  ({ OpenModerationDialog }) => OpenModerationDialog,
  LoadFailureDialog,
);

export function ModerationDialogs() {
  const { shown, close } = useModerationDialogs();
  return shown && <OpenModerationDialog shown={shown} onClose={close} />;
}
