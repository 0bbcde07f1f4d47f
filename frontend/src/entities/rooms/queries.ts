import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useNameOf } from "@/entities/people/useNameOf";
import type { RoomSummary } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { withDirectName } from "./directName";
import { fetchMyRooms } from "./earlyRequests";
import { badgeCountOf } from "./unreadCounts";

/** My rooms. Loaded once; the socket's frames keep them current. */
export const myRooms = queryOptions({
  queryKey: queryKeys.rooms(),
  queryFn: ({ signal }) => fetchMyRooms(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Resolves when my rooms are loaded or failed to load. */
export const loadRooms = (client: QueryClient) => client.prefetchQuery(myRooms);

export function useRooms() {
  const { language } = useTranslation().i18n;
  const nameOf = useNameOf();
  const withNames = useCallback(
    (rooms: RoomSummary[]) => rooms.map((room) => withDirectName(room, language, nameOf)),
    [language, nameOf],
  );
  return useQuery({ ...myRooms, select: withNames });
}

export function useUnreadTotal() {
  const { data = [] } = useRooms();
  return data.reduce((sum, room) => sum + (room.archived_at ? 0 : badgeCountOf(room)), 0);
}
