import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { RoomSummary } from "@/lib/protocol/types";
import { keepRoom } from "@/realtime/cache/keepRoom";

export type RoomChange = Partial<Pick<RoomSummary, "name" | "topic" | "posting" | "slow_seconds">> & {
  archived?: boolean;
};

export function useChangeRoom(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: RoomChange) => api.patch<RoomSummary>(`/api/rooms/${id}/`, change),
    onSuccess: (room) => keepRoom(client, room),
  });
}
