import { useEffect, useMemo } from "react";
import { isPicture } from "@/entities/files/layout";
import { useRoomFiles } from "@/entities/files/useRoomFiles";
import type { File, RoomFile } from "@/lib/protocol/types";
import { filesOf } from "@/realtime/cache/roomFiles";
import { useTimeline } from "@/realtime/timeline/timelineStore";

/** What is known of a picture's message; null of one that neither the list nor the loaded messages have. */
export type Shown = { file: File; sent: RoomFile | null };

/** Pages that are loaded to find the opened picture in the list of the room's pictures. */
const MOST_PAGES = 10;
/** Pictures before the first known one at which earlier ones are loaded. */
const NEAR = 3;

/**
 * The pictures of a room around one of them, the oldest first. The list of the room's pictures holds all, but an old
 * one lies deep in it: until it is found the pictures of the loaded messages serve.
 */
export function usePictures(room: number, opened: File, current: string): readonly Shown[] {
  const { files, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, data } = useRoomFiles(
    room,
    "picture",
  );
  const timeline = useTimeline(room);
  const listed = useMemo(() => ascending(files), [files]);
  const loaded = useMemo(() => {
    const messages = [...(timeline?.loaded?.messages ?? []), ...(timeline?.thread?.replies ?? [])];
    const unique = new Map(messages.map((each) => [each.id, each]));
    return ascending([...unique.values()].sort((a, b) => b.seq - a.seq).flatMap(filesOf));
  }, [timeline]);
  const place = listed.findIndex(({ file }) => file.id === current);
  const pages = data?.pages.length ?? 0;
  const wantsMore = place === -1 ? pages < MOST_PAGES : place < NEAR;
  useEffect(() => {
    const mayLoad = pages > 0 && hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
    if (wantsMore && mayLoad) void fetchNextPage({ cancelRefetch: false });
  }, [wantsMore, pages, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  return useMemo(() => {
    if (has(listed, current)) return listed;
    return has(loaded, current) ? loaded : [{ file: opened, sent: null }];
  }, [listed, loaded, current, opened]);
}

const ascending = (files: readonly RoomFile[]): Shown[] =>
  files
    .filter(({ file }) => isPicture(file))
    .map((sent) => ({ file: sent.file, sent }))
    .reverse();

const has = (shown: readonly Shown[], id: string) => shown.some(({ file }) => file.id === id);
