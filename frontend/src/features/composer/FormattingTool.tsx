import { CaseSensitive } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { LoadFailureDialog } from "@/components/lazy/LoadFailureDialog";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import type { ComposerToolProps } from "@/entities/messages/writing/tools";
import { addTexts } from "@/lib/i18n/i18n";
import { lazyModule } from "@/lib/lazy/lazyModule";

const FormattingHelp = lazyComponent(
  lazyModule(async () => (await Promise.all([import("./FormattingHelp"), addTexts("formatting")]))[0]),
  ({ FormattingHelp }) => FormattingHelp,
  LoadFailureDialog,
);

/** Shows what can be written beyond plain text. */
export function FormattingTool({ focus }: ComposerToolProps) {
  const { t } = useTranslation("messages");
  const [isOpen, setOpen] = useState(false);
  useAfterClosing(isOpen, focus);
  return (
    <>
      <IconButton label={t("formatting")} icon={CaseSensitive} onClick={() => setOpen(true)} />
      {isOpen && <FormattingHelp onClose={() => setOpen(false)} />}
    </>
  );
}

/** Runs when the dialog is gone, because it holds focus until then. */
function useAfterClosing(isOpen: boolean, run: () => void) {
  const latest = useRef(run);
  const wasOpen = useRef(false);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (wasOpen.current && !isOpen) latest.current();
    wasOpen.current = isOpen;
  }, [isOpen]);
}
