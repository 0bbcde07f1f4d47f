import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import { useIdempotencyKey } from "@/lib/http/useIdempotencyKey";
import type { Invitation } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

export const useInvitations = () =>
  useQuery({
    queryKey: queryKeys.siteInvitations(),
    queryFn: ({ signal }) => api.get<{ results: Invitation[] }>("/api/invitations/", { signal }),
    select: ({ results }) => results,
  });

export function useMakeInvitation() {
  const client = useQueryClient();
  const withKey = useIdempotencyKey();
  return useMutation({
    mutationFn: (form: Pick<Invitation, "note" | "expires_at" | "max_uses">) =>
      withKey(form, (keyed) => api.post<Invitation>("/api/invitations/", form, keyed)),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.siteInvitations() }),
  });
}

export function useRevokeInvitation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.del(`/api/invitations/${id}/`),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.siteInvitations() }),
  });
}
