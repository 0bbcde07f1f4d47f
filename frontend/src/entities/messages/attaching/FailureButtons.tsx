import { RotateCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { IconButton } from "@/components/controls/IconButton";
import { realtime } from "@/realtime/currentClient";
import type { Attachment } from "@/realtime/uploads/attachment";
import { canGoAsFile } from "./useAttachmentState";

/** What can be done about an attachment that was not uploaded, besides removing it. */
export function FailureButtons({ attachment, tabIndex = 0 }: { attachment: Attachment; tabIndex?: number }) {
  const { t } = useTranslation("attachments");
  const uploads = realtime()?.uploads;
  const { id, name, state } = attachment;
  if (state !== "failed" || !uploads?.canRetry(attachment)) return null;
  if (canGoAsFile(attachment)) {
    return (
      <Button look="quiet" tabIndex={tabIndex} className="px-2!" onClick={() => uploads.setKind(id, "file")}>
        {t("asFile")}
      </Button>
    );
  }
  return (
    <IconButton
      label={t("retryNamed", { name })}
      icon={RotateCw}
      tabIndex={tabIndex}
      onClick={() => uploads.retry(id)}
    />
  );
}
