import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import { request } from "@/lib/http/request";
import { useIdempotencyKey } from "@/lib/http/useIdempotencyKey";
import type { InvitedRoom, NewRoomInvitation, RoomInvitation, RoomSummary } from "@/lib/protocol/types";
import { keepRoom } from "@/realtime/cache/keepRoom";
import { queryKeys } from "@/realtime/cache/queryKeys";

const pathOf = (room: number) => `/api/rooms/${room}/invitations/`;

/** Not cached: others make, use and revoke invitations. */
export function useRoomInvitations(room: number) {
  return useQuery({
    queryKey: queryKeys.roomInvitations(room),
    queryFn: ({ signal }) => api.get<{ results: RoomInvitation[] }>(pathOf(room), { signal }),
    select: ({ results }) => results,
    staleTime: 0,
    gcTime: 0,
  });
}

export type Terms = { expires_in: number | null; uses: number | null };

export function useInviteByLink(room: number) {
  const client = useQueryClient();
  const withKey = useIdempotencyKey();
  return useMutation({
    mutationFn: (terms: Terms) => withKey(terms, (keyed) => api.post<NewRoomInvitation>(pathOf(room), terms, keyed)),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.roomInvitations(room) }),
  });
}

export function useRevokeInvitation(room: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.del(`${pathOf(room)}${id}/`),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.roomInvitations(room) }),
  });
}

/** The room of an invitation, also for signed-out users. */
export function useInvitedRoom(token: string) {
  return useQuery({
    queryKey: queryKeys.invitedRoom(token),
    queryFn: ({ signal }) => request<InvitedRoom>("GET", `/api/invitations/${encodeURIComponent(token)}/`, { signal }),
    staleTime: 0,
    enabled: token !== "",
  });
}

export function useAcceptInvitation(token: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      api.post<RoomSummary>(`/api/invitations/${encodeURIComponent(token)}/`, undefined, { idempotent: true }),
    onSuccess: (room) => client.getQueryData(queryKeys.rooms()) !== undefined && keepRoom(client, room),
  });
}
