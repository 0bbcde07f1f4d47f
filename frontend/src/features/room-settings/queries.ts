import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { RoomSummary } from "@/lib/protocol/types";
import { keepRoom } from "@/realtime/cache/keepRoom";

export type RoomChange = Partial<Pick<RoomSummary, "name" | "topic" | "posting" | "slow_seconds" | "successor">> & {
  archived?: boolean;
};

export function useChangeRoom(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: RoomChange) => api.patch<RoomSummary>(`/api/rooms/${id}/`, change),
    onSuccess: (room) => keepRoom(client, room),
  });
}

/** `file`: the id of a photo that I uploaded; null for no picture. */
export function useChangePicture(id: number) {
  const client = useQueryClient();
  const path = `/api/rooms/${id}/picture/`;
  return useMutation({
    mutationFn: (file: string | null) => (file ? api.put<RoomSummary>(path, { file }) : api.del<RoomSummary>(path)),
    onSuccess: (room) => keepRoom(client, room),
  });
}
