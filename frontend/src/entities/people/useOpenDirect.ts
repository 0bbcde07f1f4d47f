import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { RoomSummary, User } from "@/lib/protocol/types";
import { keepRoom } from "@/realtime/cache/keepRoom";

/** Opens the one direct room of these people and me, and creates it if needed. */
export function useOpenDirect() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (people: readonly User[]) =>
      api.post<RoomSummary>("/api/direct/", { users: people.map(({ id }) => id) }, { idempotent: true }),
    onSuccess: (room) => keepRoom(client, room),
  });
}
