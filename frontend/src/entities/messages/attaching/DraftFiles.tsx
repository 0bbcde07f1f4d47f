import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useKeptFocus } from "@/lib/hooks/useKeptFocus";
import { realtime } from "@/realtime/currentClient";
import type { Attachment } from "@/realtime/uploads/attachment";
import { DraftFile } from "./DraftFile";

/** The attachments of a draft above the field, in the order in which they are sent. */
export function DraftFiles({ files }: { files: readonly Attachment[] }) {
  const { t } = useTranslation("attachments");
  const list = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState("");
  useNewestInView(list, files.length);
  // What is done about a failed upload takes its button away.
  const kept = useKeptFocus(() => list.current?.querySelector("button") ?? fieldBelow(list.current));
  const focus = (id: string | undefined) => {
    const row = list.current?.querySelector<HTMLElement>(`[data-attachment="${id}"] button`);
    (row ?? fieldBelow(list.current))?.focus();
  };
  const move = (id: string, to: number) => {
    const index = realtime()?.uploads.moveTo(id, to) ?? 0;
    const name = files.find((each) => each.id === id)?.name ?? "";
    setSaid(t("moved", { name, position: index + 1, count: files.length }));
  };
  const remove = ({ id, name }: Attachment) => {
    const at = files.findIndex((each) => each.id === id);
    focus((files[at + 1] ?? files[at - 1])?.id);
    realtime()?.uploads.remove(id);
    setSaid(t("removed", { name }));
  };
  const ready = files.filter(({ state }) => state === "ready").length;
  return (
    <div {...kept} className="w-full min-w-0 basis-full">
      <ol ref={list} aria-label={t("listLabel")} className="flex items-start gap-2 overflow-x-auto p-2">
        {files.map((attachment, index) => (
          <DraftFile
            key={attachment.id}
            {...{ attachment, index }}
            count={files.length}
            onMove={move}
            onRemove={remove}
          />
        ))}
      </ol>
      {files.some(({ isKept, state }) => isKept === false && state !== "failed") && (
        <p className="px-3 pb-1 text-muted text-xs">{t("notKept")}</p>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
      <p role="status" className="sr-only">
        {t("uploaded", { ready, count: files.length })}
      </p>
    </div>
  );
}

const fieldBelow = (list: HTMLElement | null) => list?.closest("form")?.querySelector("textarea");

/** On a narrow screen a file that was just added is behind the others. */
function useNewestInView(list: RefObject<HTMLElement | null>, count: number) {
  const before = useRef(0);
  useEffect(() => {
    if (list.current && count > before.current) list.current.scrollLeft = list.current.scrollWidth;
    before.current = count;
  }, [list, count]);
}
