import { CornerDownRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Tooltip } from "@/components/controls/Tooltip";
import { DownloadLink } from "@/entities/files/FileCard";
import { FileIcon } from "@/entities/files/FileIcon";
import { FileName } from "@/entities/files/FileName";
import { isPicture } from "@/entities/files/layout";
import { Picture } from "@/entities/files/Picture";
import { pathTo } from "@/entities/messages/permalink";
import { useNameOf } from "@/entities/people/useNameOf";
import { byteSize } from "@/lib/i18n/byteSize";
import { fullDate, moment } from "@/lib/i18n/dates";
import type { RoomFile } from "@/lib/protocol/types";

const SIZE = { width: 44, height: 44 };

export function FileList({ room, files }: { room: number; files: readonly RoomFile[] }) {
  const { t } = useTranslation("files");
  return (
    <ul aria-label={t("panelTitle")} className="-mx-2 flex flex-col">
      {files.map((each) => (
        <li key={each.file.id} className="list-row list-row-tall flex items-center gap-2 rounded-lg px-2 py-1.5">
          {isPicture(each.file) ? (
            <Picture file={each.file} size={SIZE} className="size-11 shrink-0" fit="cover" isLate />
          ) : (
            <span className="grid size-11 shrink-0 place-items-center rounded-lg bg-raised">
              <FileIcon type={each.file.type} />
            </span>
          )}
          <About {...each} />
          <Tooltip text={t("goTo")}>
            <Link
              to={pathTo({ room, seq: each.seq, thread: null })}
              aria-label={t("goToNamed", { name: each.file.name })}
              className="target grid shrink-0 place-items-center rounded-lg text-muted hover:bg-selected hover:text-text"
            >
              <CornerDownRight aria-hidden="true" className="size-4.5" />
            </Link>
          </Tooltip>
          <DownloadLink file={each.file} />
        </li>
      ))}
    </ul>
  );
}

function About({ file, author, at }: RoomFile) {
  const { i18n } = useTranslation();
  const nameOf = useNameOf();
  const sent = new Date(at);
  return (
    <div className="min-w-0 flex-1">
      <FileName name={file.name} className="font-medium text-sm" />
      <p className="flex gap-1.5 text-muted text-xs">
        <bdi className="truncate">{nameOf(author)}</bdi>
        <time dateTime={at} title={fullDate(sent, i18n.language)} className="shrink-0">
          {moment(sent, i18n.language)}
        </time>
        <span className="shrink-0">{byteSize(file.size, i18n.language)}</span>
      </p>
    </div>
  );
}
