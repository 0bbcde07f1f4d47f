import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { HeldMessage } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** Releases a held message, which becomes a new one, or does not. Twice is once. */
export function useDecideHeld({ id, room }: HeldMessage) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decided: { release: true } | { release: false; note: string }) =>
      decided.release
        ? api.post<void>(`/api/held/${id}/release/`, undefined, { idempotent: true })
        : api.post<void>(`/api/held/${id}/refuse/`, { note: decided.note }, { idempotent: true }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.held(room) }),
  });
}
