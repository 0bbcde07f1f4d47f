import { useTranslation } from "react-i18next";
import { ApiError } from "@/lib/http/request";
import { errorText } from "@/lib/i18n/errorText";
import type { Attachment } from "@/realtime/uploads/attachment";
import { knownLimits } from "@/realtime/uploads/uploadLimits";
import { usePercent } from "./useAttachments";

const MB = 1024 * 1024;

/** Why an attachment was not uploaded; null where it was, or still may be. */
export function useFailureText({ failure }: Attachment): string | null {
  const { t } = useTranslation(["attachments", "errors"]);
  if (failure === null) return null;
  // As the setting of the site says it.
  if (failure === "file_too_large") return t("tooLarge", { size: `${Math.floor(knownLimits().size / MB)} MB` });
  return errorText(new ApiError({ status: 0, code: failure }));
}

/** The state in words. */
export function useStateText(attachment: Attachment): string {
  const { t } = useTranslation("attachments");
  const percent = usePercent(attachment);
  const cause = useFailureText(attachment);
  if (cause !== null) return t("stateFailed", { cause });
  if (attachment.state === "ready") return t("stateReady");
  return percent === 0 ? t("stateWaiting") : t("stateUploading", { percent });
}

/** Refused as a photo, which may go as a file. */
const ONLY_AS_PHOTO = new Set(["file_refused", "file_damaged", "picture_too_large"]);

export const canGoAsFile = ({ kind, failure }: Attachment) =>
  kind === "photo" && failure !== null && ONLY_AS_PHOTO.has(failure);
