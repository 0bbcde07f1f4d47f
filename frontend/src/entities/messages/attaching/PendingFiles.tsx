import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { IconButton } from "@/components/controls/IconButton";
import { FileName } from "@/entities/files/FileName";
import { takeBack } from "@/entities/messages/useDraft";
import { byteSize } from "@/lib/i18n/byteSize";
import { useSession } from "@/lib/session/useSession";
import { realtime } from "@/realtime/currentClient";
import type { Pending } from "@/realtime/timeline/types";
import type { Attachment } from "@/realtime/uploads/attachment";
import { FailureButtons } from "./FailureButtons";
import { ProgressBar } from "./ProgressBar";
import { Thumbnail } from "./Thumbnail";
import { useFailureText } from "./useAttachmentState";
import { useAttachmentsOf, usePreview } from "./useAttachments";

const NONE: readonly string[] = [];

type PendingProps = { room: number; pending: Pending; tabIndex: number };

/** The files of a message of mine that is not stored yet. */
export function PendingFiles({ room, pending, tabIndex }: PendingProps) {
  const { t } = useTranslation("attachments");
  const me = useSession((state) => state.user?.id);
  const files = useAttachmentsOf(pending.files ?? NONE);
  const ready = files.filter(({ state }) => state === "ready").length;
  const isOnItsWay = pending.status === "waiting" && ready < files.length;
  return (
    <>
      <ul className="mt-1 flex flex-col gap-1">
        {files.map((attachment) => (
          <PendingFile key={attachment.id} {...{ attachment, tabIndex }} nonce={pending.nonce} />
        ))}
      </ul>
      {isOnItsWay && (
        <div className="flex items-center gap-2 text-muted text-xs">
          <p role="status">{t("uploaded", { ready, count: files.length })}</p>
          <Button
            look="quiet"
            tabIndex={tabIndex}
            className="px-2!"
            onClick={() => me !== undefined && takeBack(me, room, pending)}
          >
            {t("cancelSending")}
          </Button>
        </div>
      )}
    </>
  );
}

type Props = { attachment: Attachment; nonce: string; tabIndex: number };

function PendingFile({ attachment, nonce, tabIndex }: Props) {
  const { t, i18n } = useTranslation("attachments");
  const { id, name, size, type, alt } = attachment;
  const preview = usePreview(attachment);
  const failure = useFailureText(attachment);
  return (
    <li className="flex max-w-96 items-center gap-3 rounded-lg border border-line bg-surface p-1.5 text-sm">
      <Thumbnail url={preview} type={type} className="size-16 rounded-md" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <FileName name={name} />
        {alt && <span className="sr-only">{alt}</span>}
        <span className="text-muted text-xs">{byteSize(size, i18n.language)}</span>
        <ProgressBar attachment={attachment} />
        {failure && <p className="text-danger text-xs">{failure}</p>}
      </div>
      <FailureButtons attachment={attachment} tabIndex={tabIndex} />
      {failure && (
        <IconButton
          label={t("remove", { name })}
          icon={X}
          tabIndex={tabIndex}
          onClick={() => void realtime()?.dropFile(nonce, id)}
        />
      )}
    </li>
  );
}
