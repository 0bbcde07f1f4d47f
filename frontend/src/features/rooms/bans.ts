import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { allPages } from "@/lib/pages";
import type { Ban, User } from "@/lib/wire";

export const bansKey = (room: number) => ["bans", room] as const;

/** Not kept: others ban and lift meanwhile. */
export function useBans(room: number) {
  return useQuery({
    queryKey: bansKey(room),
    queryFn: ({ signal }) => allPages<Ban>(`/api/rooms/${room}/bans/`, { params: { limit: 500 }, signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

export function useLiftBan(room: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (user: User) => api.del(`/api/rooms/${room}/bans/${user.id}/`),
    onSettled: () => client.invalidateQueries({ queryKey: bansKey(room) }),
  });
}
