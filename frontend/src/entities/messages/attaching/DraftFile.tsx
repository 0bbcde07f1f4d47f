import clsx from "clsx";
import { X } from "lucide-react";
import { type DragEvent, type KeyboardEvent, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { FileName } from "@/entities/files/FileName";
import { byteSize } from "@/lib/i18n/byteSize";
import type { Attachment } from "@/realtime/uploads/attachment";
import { AttachmentDialog } from "./AttachmentDialog";
import { FailureButtons } from "./FailureButtons";
import { ProgressBar } from "./ProgressBar";
import { Thumbnail } from "./Thumbnail";
import { useFailureText, useStateText } from "./useAttachmentState";
import { usePreview } from "./useAttachments";

/** Set while an attachment is dragged, so that the room does not take it for a file. */
export const DRAGGED = "application/x-irori-attachment";

/** The whole target on touch would hide a third of the picture, so only a part of it is drawn. */
const REMOVE = clsx(
  "absolute! top-0 right-0 isolate bg-transparent!",
  "before:-z-10 before:absolute before:inset-1 before:rounded-full before:bg-overlay before:shadow-float",
  "hover:before:bg-selected pointer-coarse:before:inset-2 forced-colors:before:border",
);

type Props = {
  attachment: Attachment;
  index: number;
  count: number;
  onMove: (id: string, index: number) => void;
  onRemove: (attachment: Attachment) => void;
};

/** One attachment above the field. Its button opens what can be set; Shift with an arrow key moves it. */
export function DraftFile({ attachment, index, count, onMove, onRemove }: Props) {
  const { t, i18n } = useTranslation("attachments");
  const [isOpen, setOpen] = useState(false);
  const [isOver, setOver] = useState(false);
  const preview = usePreview(attachment);
  const state = useStateText(attachment);
  const failure = useFailureText(attachment);
  const { id, name, size, type, alt } = attachment;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Delete") onRemove(attachment);
    else if (step && event.shiftKey) onMove(id, index + step);
    else return;
    event.preventDefault();
  };
  const isOurs = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes(DRAGGED);
  return (
    <li
      data-attachment={id}
      draggable
      onDragStart={({ dataTransfer }) => {
        dataTransfer.setData(DRAGGED, id);
        dataTransfer.effectAllowed = "move";
      }}
      onDragOver={(event) => {
        if (!isOurs(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        if (!isOurs(event)) return;
        event.preventDefault();
        setOver(false);
        onMove(event.dataTransfer.getData(DRAGGED), index);
      }}
      className={clsx(
        "relative flex w-36 shrink-0 flex-col rounded-lg border bg-surface",
        failure ? "border-danger" : "border-line",
        isOver && "outline-2 outline-focus",
      )}
    >
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Shift+ArrowLeft Shift+ArrowRight Delete"
        onKeyDown={onKeyDown}
        onClick={() => setOpen(true)}
        className="flex flex-1 flex-col rounded-lg text-left"
      >
        <Thumbnail url={preview} type={type} className="h-20 w-full rounded-t-lg" />
        <span className="flex w-full flex-col gap-0.5 p-1.5 text-xs">
          <FileName name={name} />
          <span className="flex justify-between gap-1 text-muted">
            <span>{byteSize(size, i18n.language)}</span>
            {alt && <span className="font-medium">ALT</span>}
          </span>
          <span className="sr-only">
            {t("open", { position: index + 1, count })} {state}
          </span>
        </span>
      </button>
      <div className="px-1.5 pb-1.5">
        <ProgressBar attachment={attachment} />
        {failure && <p className="text-danger text-xs">{failure}</p>}
        <FailureButtons attachment={attachment} />
      </div>
      <IconButton label={t("remove", { name })} icon={X} onClick={() => onRemove(attachment)} className={REMOVE} />
      {isOpen && (
        <AttachmentDialog
          {...{ attachment, index, count, onMove, preview }}
          onRemove={() => {
            // While it is open, a dialog keeps the focus from the next file.
            flushSync(() => setOpen(false));
            onRemove(attachment);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </li>
  );
}
