import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { NextPage } from "@/components/lists/NextPage";
import { useRoomFiles } from "@/entities/files/useRoomFiles";
import type { FileKind } from "@/lib/files/fileKind";
import type { RoomSummary } from "@/lib/protocol/types";
import { FileFilter } from "./FileFilter";
import { FileList } from "./FileList";
import { PictureGrid } from "./PictureGrid";

const NONE = {
  all: "none",
  picture: "nonePicture",
  video: "noneVideo",
  audio: "noneAudio",
  other: "noneOther",
} as const;

/** What was sent to a room, the newest first: pictures in a grid, everything else in a list. */
export function FilesPanel({ room }: { room: RoomSummary }) {
  const [kind, setKind] = useState<FileKind | "all">("all");
  return (
    <>
      <FileFilter kind={kind} onChange={setKind} />
      <Found key={kind} room={room.id} kind={kind} />
    </>
  );
}

function Found({ room, kind }: { room: number; kind: FileKind | "all" }) {
  const { t } = useTranslation("files");
  const found = useRoomFiles(room, kind);
  const { files, data, error, refetch } = found;
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <Loading />;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-4">
      {files.length === 0 && !found.hasNextPage && <p className="text-muted text-sm">{t(NONE[kind])}</p>}
      {kind === "picture" ? <PictureGrid files={files} /> : <FileList room={room} files={files} />}
      <NextPage found={found} label={t("more")} />
    </div>
  );
}

const Loading = () => (
  <div className="flex flex-col gap-3 px-5">
    <Skeleton className="h-12" />
    <Skeleton className="h-12" />
    <Skeleton className="h-12" />
  </div>
);
