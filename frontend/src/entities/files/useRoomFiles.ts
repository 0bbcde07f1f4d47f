import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "@/lib/api/api";
import { pathOf } from "@/lib/api/pagination";
import type { FileKind } from "@/lib/files/fileKind";
import { retryWhenRateLimited } from "@/lib/http/retry";
import type { RoomFiles } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** A room's files, the newest first, page by page. Frames keep the loaded pages up to date. */
export function useRoomFiles(room: number, kind: FileKind | "all") {
  const found = useInfiniteQuery({
    queryKey: queryKeys.files(room, kind),
    queryFn: ({ pageParam, signal }) => {
      const first = { params: kind === "all" ? {} : { kind }, signal };
      const load = () =>
        pageParam === null
          ? api.get<RoomFiles>(`/api/rooms/${room}/files/`, first)
          : api.get<RoomFiles>(pageParam, { signal });
      return retryWhenRateLimited(load, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next && pathOf(next),
  });
  const pages = found.data?.pages;
  const files = useMemo(() => pages?.flatMap((page) => page.files) ?? [], [pages]);
  return { ...found, files };
}
