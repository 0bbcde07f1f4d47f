import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import { useIdempotencyKey } from "@/lib/http/useIdempotencyKey";
import type { RoomKind, RoomSummary } from "@/lib/protocol/types";
import { keepRoom } from "@/realtime/cache/keepRoom";

export type NewRoom = { kind: Exclude<RoomKind, "direct">; name: string; topic: string };

export function useOpenRoom() {
  const client = useQueryClient();
  const withKey = useIdempotencyKey();
  return useMutation({
    mutationFn: (room: NewRoom) => withKey(room, (keyed) => api.post<RoomSummary>("/api/rooms/", room, keyed)),
    onSuccess: (room) => keepRoom(client, room),
  });
}
