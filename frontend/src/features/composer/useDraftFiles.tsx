import { useTranslation } from "react-i18next";
import { DraftFiles } from "@/entities/messages/attaching/lazy";
import { useAddFiles } from "@/entities/messages/attaching/useAddFiles";
import { useDraftAttachments } from "@/entities/messages/attaching/useAttachments";

/** The attachments of the draft, as the composer shows them. A message goes only with all of its files. */
export function useDraftFiles(room: number, thread: number | null) {
  const { t } = useTranslation("messages");
  const add = useAddFiles(room, thread);
  const files = useDraftAttachments({ room, thread });
  const problem = files.some(({ state }) => state === "failed") ? t("filesFailed") : undefined;
  return { list: files.length > 0 && <DraftFiles files={files} />, count: files.length, problem, add };
}
