import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { RoomSummary, User } from "@/lib/protocol/types";
import { keepRoom } from "@/realtime/cache/keepRoom";

/** The one room for exactly me and these people, there already or not. */
export function useOpenDirect() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (people: readonly User[]) =>
      api.post<RoomSummary>("/api/direct/", { users: people.map(({ id }) => id) }, { again: true }),
    onSuccess: (room) => keepRoom(client, room),
  });
}
