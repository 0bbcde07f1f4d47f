import { ArrowLeft, ArrowRight, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Choice } from "@/components/form/Choice";
import { TextAreaField } from "@/components/form/Field";
import { Dialog } from "@/components/overlay/Dialog";
import { realtime } from "@/realtime/currentClient";
import { type Attachment, canBePhoto, isForwarded } from "@/realtime/uploads/attachment";
import { Thumbnail } from "./Thumbnail";
import { useAlt } from "./useAlt";

/** Characters, as the server counts them. */
const LONGEST_ALT = 1000;

type Props = {
  attachment: Attachment;
  index: number;
  count: number;
  preview: string | null;
  onMove: (id: string, index: number) => void;
  onRemove: () => void;
  onClose: () => void;
};

/** The description of one attachment, its place among the others, and whether it goes as a photo. */
export function AttachmentDialog({ attachment, index, count, preview, onMove, onRemove, onClose }: Props) {
  const { t } = useTranslation("attachments");
  const { id, kind, name, type } = attachment;
  const [alt, setAlt] = useAlt(attachment);
  const isMine = !isForwarded(attachment);
  return (
    <Dialog open title={name} onClose={onClose}>
      <div className="flex flex-col gap-4">
        {canBePhoto(attachment) && (
          <Thumbnail url={preview} type={type} className="max-h-[30dvh] w-full rounded-lg *:object-contain!" />
        )}
        {canBePhoto(attachment) && isMine && (
          <div>
            <Choice
              label={t("sendAs")}
              value={kind}
              options={{ photo: t("photo"), file: t("file") }}
              onChange={(next) => realtime()?.uploads.setKind(id, next)}
            />
            <p className="mt-1.5 text-muted text-xs">{t(kind === "photo" ? "photoHint" : "fileHint")}</p>
          </div>
        )}
        {isMine && (
          <TextAreaField
            label={t("alt")}
            hint={t("altHint")}
            rows={2}
            maxLength={LONGEST_ALT}
            value={alt}
            onChange={({ target }) => setAlt(target.value)}
          />
        )}
        <div className="flex flex-wrap gap-2">
          <Button disabled={index === 0} onClick={() => onMove(id, index - 1)}>
            <ArrowLeft aria-hidden="true" className="size-4" />
            {t("moveBack")}
          </Button>
          <Button disabled={index === count - 1} onClick={() => onMove(id, index + 1)}>
            {t("moveOn")}
            <ArrowRight aria-hidden="true" className="size-4" />
          </Button>
          <Button onClick={onRemove}>
            <Trash2 aria-hidden="true" className="size-4" />
            {t("removeIt")}
          </Button>
          <Button look="primary" className="ml-auto" onClick={onClose}>
            {t("done")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
