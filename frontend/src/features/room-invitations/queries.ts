import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import { request } from "@/lib/http/request";
import { useIntent } from "@/lib/http/useIdempotencyKey";
import type { InvitedRoom, NewRoomInvitation, RoomInvitation, RoomSummary } from "@/lib/protocol/types";
import { keepRoom } from "@/realtime/cache/keepRoom";
import { queryKeys } from "@/realtime/cache/queryKeys";

const pathOf = (room: number) => `/api/rooms/${room}/invitations/`;

/** Not kept: others make, use and revoke them meanwhile. */
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
  const intent = useIntent();
  return useMutation({
    mutationFn: (terms: Terms) => intent(terms, (making) => api.post<NewRoomInvitation>(pathOf(room), terms, making)),
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

/** Where an invitation leads, also for who is not signed in. */
export function useInvitedRoom(token: string) {
  return useQuery({
    queryKey: queryKeys.invitedRoom(token),
    queryFn: ({ signal }) => request<InvitedRoom>("GET", `/api/invitations/${encodeURIComponent(token)}/`, { signal }),
    staleTime: 0,
  });
}

export function useAcceptInvitation(token: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      api.post<RoomSummary>(`/api/invitations/${encodeURIComponent(token)}/`, undefined, { again: true }),
    onSuccess: (room) => client.getQueryData(queryKeys.rooms()) !== undefined && keepRoom(client, room),
  });
}
