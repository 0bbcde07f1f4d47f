import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useNaming } from "@/entities/people/useNameOf";
import type { RoomSummary } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { named } from "./directName";
import { fetchMyRooms } from "./earlyRequests";
import { attentionOf } from "./unreadCounts";

/** My rooms. Loaded once; from then on the socket's frames keep it true. */
const myRooms = queryOptions({
  queryKey: queryKeys.rooms(),
  queryFn: ({ signal }) => fetchMyRooms(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Settles when my rooms are known, or cannot be. */
export const loadRooms = (client: QueryClient) => client.prefetchQuery(myRooms);

export function useRooms() {
  const { language } = useTranslation().i18n;
  const nameOf = useNaming();
  const withNames = useCallback(
    (rooms: RoomSummary[]) => rooms.map((room) => named(room, language, nameOf)),
    [language, nameOf],
  );
  return useQuery({ ...myRooms, select: withNames });
}

export function useUnreadTotal() {
  const { data = [] } = useRooms();
  return data.reduce((sum, room) => sum + (room.archived_at ? 0 : attentionOf(room)), 0);
}
