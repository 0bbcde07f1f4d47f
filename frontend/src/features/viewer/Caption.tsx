import { useTranslation } from "react-i18next";
import { FileName } from "@/entities/files/FileName";
import { useNameOf } from "@/entities/people/useNameOf";
import { dateAndTime } from "@/lib/i18n/dates";
import type { Shown } from "./usePictures";

type Props = { shown: Shown; index: number; total: number };

/** What the picture shows, who sent it when, and its place among the others. */
export function Caption({ shown: { file, sent }, index, total }: Props) {
  const { t, i18n } = useTranslation("files");
  const nameOf = useNameOf();
  return (
    <div className="safe pointer-events-none absolute inset-x-0 bottom-0 bg-stage/75 text-on-stage text-sm">
      <div className="flex items-end gap-4 px-4 py-3">
        <div className="min-w-0 flex-1">
          {file.alt ? (
            <p dir="auto" className="line-clamp-3">
              {file.alt}
            </p>
          ) : (
            <FileName name={file.name} />
          )}
          {sent && (
            <p className="text-xs opacity-80">
              <bdi>{nameOf(sent.author)}</bdi>{" "}
              <time dateTime={sent.at}>{dateAndTime(new Date(sent.at), i18n.language)}</time>
            </p>
          )}
        </div>
        {total > 1 && (
          <p className="shrink-0 text-xs tabular-nums opacity-80">
            {t("place")
              .replace("{index}", `${index + 1}`)
              .replace("{total}", `${total}`)}
          </p>
        )}
      </div>
    </div>
  );
}
