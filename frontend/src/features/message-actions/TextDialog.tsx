import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/overlay/Dialog";
import type { MessageDialogProps } from "@/entities/messages/actions";

/** The text as it was written, to select a part of it. In the list a long press opens the actions instead. */
export function TextDialog({ message, onClose }: MessageDialogProps) {
  const { t } = useTranslation("messages");
  return (
    <Dialog open onClose={onClose} title={t("selectText")} toRead>
      <p className="wrap-anywhere select-text whitespace-pre-wrap text-message">{message.text}</p>
    </Dialog>
  );
}
