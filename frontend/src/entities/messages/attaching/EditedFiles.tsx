import clsx from "clsx";
import { Undo2, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { FileName } from "@/entities/files/FileName";
import type { File } from "@/lib/protocol/types";
import { Thumbnail } from "./Thumbnail";

type Props = { files: readonly File[]; takenAway: ReadonlySet<string>; onToggle: (id: string) => void };

/** The files of a message that is edited. Saving takes away those that were marked. */
export function EditedFiles({ files, takenAway, onToggle }: Props) {
  const { t } = useTranslation("attachments");
  return (
    <ul aria-label={t("listLabel")} className="flex w-full basis-full flex-wrap gap-2 p-2">
      {files.map(({ id, name, type, thumbnail_url }) => {
        const isTaken = takenAway.has(id);
        return (
          <li key={id} className="flex min-w-0 max-w-full items-center gap-2 rounded-lg border border-line p-1 text-xs">
            <Thumbnail
              url={thumbnail_url}
              type={type}
              className={clsx("size-10 rounded-md", isTaken && "opacity-50")}
            />
            <span className="min-w-0">
              <FileName name={name} className={clsx(isTaken && "line-through")} />
              {isTaken && <span className="text-muted">{t("takenAway")}</span>}
            </span>
            <IconButton
              label={t(isTaken ? "keepFile" : "takeAway", { name })}
              icon={isTaken ? Undo2 : X}
              onClick={() => onToggle(id)}
            />
          </li>
        );
      })}
    </ul>
  );
}
