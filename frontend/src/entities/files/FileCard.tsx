import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Tooltip } from "@/components/controls/Tooltip";
import { byteSize } from "@/lib/i18n/byteSize";
import type { File } from "@/lib/protocol/types";
import { FileIcon } from "./FileIcon";
import { FileName } from "./FileName";
import { downloadUrl } from "./sources";

type Props = { file: File; tabIndex?: number };

/** A file that the page does not show: what it is, and how to save it. */
export function FileCard({ file, tabIndex }: Props) {
  return (
    <div className="flex h-14 w-90 max-w-full items-center gap-3 rounded-lg border border-line bg-raised/60 pr-1.5 pl-3">
      <FileIcon type={file.type} />
      <NameAndSize file={file} />
      <DownloadLink file={file} tabIndex={tabIndex} />
    </div>
  );
}

export function NameAndSize({ file }: { file: File }) {
  const { i18n } = useTranslation();
  return (
    <div className="min-w-0 flex-1">
      <FileName name={file.name} className="font-medium text-sm leading-5" />
      <p className="text-muted text-xs">{byteSize(file.size, i18n.language)}</p>
    </div>
  );
}

export function DownloadLink({ file, tabIndex }: Props) {
  const { t } = useTranslation("files");
  return (
    <Tooltip text={t("download")}>
      <a
        href={downloadUrl(file)}
        download={file.name}
        tabIndex={tabIndex}
        aria-label={t("downloadNamed", { name: file.name })}
        className="target grid shrink-0 place-items-center rounded-lg text-muted hover:bg-selected hover:text-text"
      >
        <Download aria-hidden="true" className="size-4.5" />
      </a>
    </Tooltip>
  );
}
