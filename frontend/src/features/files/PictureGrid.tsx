import { useTranslation } from "react-i18next";
import { FileCard } from "@/entities/files/FileCard";
import { isPicture } from "@/entities/files/layout";
import { Picture } from "@/entities/files/Picture";
import type { RoomFile } from "@/lib/protocol/types";

const SIZE = { width: 98, height: 98 };

export function PictureGrid({ files }: { files: readonly RoomFile[] }) {
  const { t } = useTranslation("files");
  return (
    <ul aria-label={t("picture")} className="grid grid-cols-3 gap-1">
      {files.map(({ file }) =>
        isPicture(file) ? (
          <li key={file.id}>
            <Picture file={file} size={SIZE} className="aspect-square" fit="cover" isLate />
          </li>
        ) : (
          <li key={file.id} className="col-span-3">
            <FileCard file={file} />
          </li>
        ),
      )}
    </ul>
  );
}
