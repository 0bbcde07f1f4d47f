import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/overlay/Dialog";
import { type FailureProps, LoadFailureNotice } from "./LoadFailureNotice";

/** In the place of a dialog that could not be loaded. */
export function LoadFailureDialog({ open = true, onClose, ...failure }: FailureProps) {
  const { t } = useTranslation("errors");
  return (
    <Dialog open={open} {...(onClose && { onClose })} title={t("partTitle")}>
      <LoadFailureNotice {...failure} />
    </Dialog>
  );
}
