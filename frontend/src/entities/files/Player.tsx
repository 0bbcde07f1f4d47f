import { useTranslation } from "react-i18next";
import { kindOf } from "@/lib/files/fileKind";
import type { File } from "@/lib/protocol/types";
import { DownloadLink, FileCard, NameAndSize } from "./FileCard";
import { FileIcon } from "./FileIcon";
import { SOUND, videoBox } from "./layout";
import { labelOf, stillSources } from "./sources";
import { useLoading } from "./useLoading";

type Props = { file: File; tabIndex?: number };

/** A video or a sound with the browser's controls. One that the browser cannot play can still be saved. */
export function Player({ file, tabIndex }: Props) {
  const { t } = useTranslation("files");
  const { state, attempt, onError } = useLoading(file.url);
  const isVideo = kindOf(file) === "video";
  const { width, height } = isVideo ? videoBox(file) : { width: undefined, height: SOUND };
  if (state === "failed") {
    return (
      <div className="w-90 max-w-full">
        <FileCard file={file} tabIndex={tabIndex} />
        <p className="pt-1 text-muted text-xs">{t("notPlayed")}</p>
      </div>
    );
  }
  const poster = file.thumbnail_url ? stillSources(file)[0]?.src : undefined;
  const shared = {
    // Without a start some browsers show nothing before a video is played.
    src: isVideo && !poster ? `${file.url}#t=0.001` : file.url,
    controls: true,
    preload: "metadata",
    tabIndex,
    "aria-label": labelOf(file),
    onError,
  } as const;
  return (
    <div className="w-90 max-w-full">
      <div className="flex h-11 items-center gap-2">
        <FileIcon type={file.type} />
        <NameAndSize file={file} />
        <DownloadLink file={file} tabIndex={tabIndex} />
      </div>
      {isVideo ? (
        <video
          key={attempt}
          {...shared}
          playsInline
          poster={poster}
          style={{ width, aspectRatio: `${width} / ${height}` }}
          className="block max-w-full rounded-lg bg-raised"
        />
      ) : (
        <audio key={attempt} {...shared} className="block h-10 w-full" />
      )}
    </div>
  );
}
