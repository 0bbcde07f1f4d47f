import { type ComponentProps, type DragEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { droppedFiles, pastedFiles } from "@/entities/messages/attaching/transferredFiles";
import { useAddFiles } from "@/entities/messages/attaching/useAddFiles";
import { mayWrite } from "@/entities/messages/permissions";
import type { RoomSummary } from "@/lib/protocol/types";
import { uploadLimits } from "@/realtime/uploads/uploadLimits";

type Props = ComponentProps<"div"> & { room: RoomSummary; thread?: number | null };

/** The whole room, or a thread beside it, takes files that are dropped on it. */
export function DropZone({ room, thread = null, children, ...rest }: Props) {
  const add = useAddFiles(room.id, thread);
  const [isOver, setOver] = useState(false);
  const takes = mayWrite(room);
  useStrayDrops();
  useStrayPaste(takes && thread === null ? add : null);
  const enter = (event: DragEvent) => {
    if (!takes || !hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    if (!isOver) void uploadLimits();
    setOver(true);
  };
  const leave = ({ currentTarget, relatedTarget }: DragEvent) => {
    if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
  };
  const drop = (event: DragEvent<HTMLDivElement>) => {
    if (!isOver) return;
    event.preventDefault();
    setOver(false);
    add(droppedFiles(event.dataTransfer));
    event.currentTarget.querySelector<HTMLElement>("form textarea")?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way more; the composer's button does the same
    <div {...rest} onDragEnter={enter} onDragOver={enter} onDragLeave={leave} onDrop={drop}>
      {children}
      {isOver && <Overlay />}
    </div>
  );
}

function Overlay() {
  const { t } = useTranslation("messages");
  return (
    <div className="pointer-events-none absolute inset-2 z-30 grid animate-appear place-items-center rounded-2xl border-2 border-edge border-dashed bg-overlay/90 p-4 text-center font-medium">
      {t("dropFiles")}
    </div>
  );
}

const hasFiles = ({ types }: DataTransfer) => types.includes("Files");

/** A file that misses the room must not replace the page. */
function useStrayDrops() {
  useEffect(() => {
    const ignore = (event: globalThis.DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer || !hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "none";
    };
    addEventListener("dragover", ignore);
    addEventListener("drop", ignore);
    return () => {
      removeEventListener("dragover", ignore);
      removeEventListener("drop", ignore);
    };
  }, []);
}

/** A picture that is pasted while no field has the focus is for the message, too. */
function useStrayPaste(add: ((files: File[]) => void) | null) {
  useEffect(() => {
    if (!add) return;
    const take = ({ target, clipboardData, defaultPrevented }: ClipboardEvent) => {
      const isElsewhere = target instanceof Element && target.closest("input, textarea, [role=dialog], aside");
      const files = clipboardData && !defaultPrevented && !isElsewhere ? pastedFiles(clipboardData) : [];
      if (files.length > 0) add(files);
    };
    document.addEventListener("paste", take);
    return () => document.removeEventListener("paste", take);
  }, [add]);
}
