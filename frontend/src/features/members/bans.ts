import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import { allPages } from "@/lib/api/pagination";
import type { Ban, User } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** Not cached: other moderators ban and lift bans. */
export function useBans(room: number) {
  return useQuery({
    queryKey: queryKeys.bans(room),
    queryFn: ({ signal }) => allPages<Ban>(`/api/rooms/${room}/bans/`, { params: { limit: 500 }, signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

export function useLiftBan(room: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (user: User) => api.del(`/api/rooms/${room}/bans/${user.id}/`),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.bans(room) }),
  });
}
