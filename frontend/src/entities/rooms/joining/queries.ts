import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { belonging } from "@/entities/rooms/membership";
import { api } from "@/lib/api/api";
import type { Page, RoomSummary } from "@/lib/protocol/types";
import { keepRoom } from "@/realtime/cache/keepRoom";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** Public rooms that I am not in, the busiest first. Not cached, because others open and close rooms. */
export function useRoomsToJoin(query: string, enabled = true) {
  return useQuery({
    queryKey: queryKeys.roomsToJoin(query),
    queryFn: ({ signal }) =>
      api.get<Page<RoomSummary>>("/api/rooms/", { params: { browse: 1, sort: "active", q: query }, signal }),
    select: (page) => page.results,
    staleTime: 0,
    gcTime: 0,
    enabled,
  });
}

export function useJoinRoom() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.post<RoomSummary>(`/api/rooms/${id}/join/`, undefined, belonging(id)),
    onSuccess: (room) => keepRoom(client, room),
  });
}
