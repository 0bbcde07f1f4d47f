import { useTranslation } from "react-i18next";
import type { Attachment } from "@/realtime/uploads/attachment";
import { usePercent } from "./useAttachments";

/** How far an upload is. It is not read out while it moves; the list says when a file is there. */
export function ProgressBar({ attachment }: { attachment: Attachment }) {
  const { t } = useTranslation("attachments");
  const percent = usePercent(attachment);
  if (attachment.state !== "waiting") return null;
  return (
    <span
      role="progressbar"
      aria-label={attachment.name}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={percent === 0 ? t("stateWaiting") : t("stateUploading", { percent })}
      className="block h-1 w-full overflow-hidden rounded-full bg-line forced-colors:border"
    >
      <span
        className="block h-full origin-left rounded-full bg-text transition-[width] duration-150 forced-colors:bg-[CanvasText]"
        style={{ width: `${percent}%` }}
      />
    </span>
  );
}
