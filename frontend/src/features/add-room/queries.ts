import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { belonging } from "@/entities/rooms/membership";
import { api } from "@/lib/api/api";
import { useIntent } from "@/lib/http/useIdempotencyKey";
import type { Page, RoomKind, RoomSummary } from "@/lib/protocol/types";
import { keepRoom } from "@/realtime/cache/keepRoom";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** Public rooms this person is not in. Not kept: others open and close them meanwhile. */
export function useRoomsToJoin(query: string) {
  return useQuery({
    queryKey: queryKeys.roomsToJoin(query),
    queryFn: ({ signal }) => api.get<Page<RoomSummary>>("/api/rooms/", { params: { browse: 1, q: query }, signal }),
    select: (page) => page.results,
    staleTime: 0,
    gcTime: 0,
  });
}

export type NewRoom = { kind: Exclude<RoomKind, "direct">; name: string; topic: string };

export function useOpenRoom() {
  const client = useQueryClient();
  const intent = useIntent();
  return useMutation({
    mutationFn: (room: NewRoom) => intent(room, (making) => api.post<RoomSummary>("/api/rooms/", room, making)),
    onSuccess: (room) => keepRoom(client, room),
  });
}

export function useJoinRoom() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.post<RoomSummary>(`/api/rooms/${id}/join/`, undefined, belonging(id)),
    onSuccess: (room) => keepRoom(client, room),
  });
}
