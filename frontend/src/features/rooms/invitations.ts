import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { request } from "@/lib/http";
import { useIntent } from "@/lib/useIntent";
import type { InvitedRoom, NewRoomInvitation, RoomInvitation, RoomSummary } from "@/lib/wire";
import { keepRoom, roomsKey } from "./queries";

const invitationsKey = (room: number) => ["room-invitations", room] as const;
const addressOf = (room: number) => `/api/rooms/${room}/invitations/`;

/** Not kept: others make, use and revoke them meanwhile. */
export function useRoomInvitations(room: number) {
  return useQuery({
    queryKey: invitationsKey(room),
    queryFn: ({ signal }) => api.get<{ results: RoomInvitation[] }>(addressOf(room), { signal }),
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
    mutationFn: (terms: Terms) =>
      intent(terms, (making) => api.post<NewRoomInvitation>(addressOf(room), terms, making)),
    onSettled: () => client.invalidateQueries({ queryKey: invitationsKey(room) }),
  });
}

export function useRevokeInvitation(room: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.del(`${addressOf(room)}${id}/`),
    onSettled: () => client.invalidateQueries({ queryKey: invitationsKey(room) }),
  });
}

/** Where an invitation leads, also for who is not signed in. */
export function useInvitedRoom(token: string) {
  return useQuery({
    queryKey: ["invited-room", token],
    queryFn: ({ signal }) => request<InvitedRoom>("GET", `/api/invitations/${encodeURIComponent(token)}/`, { signal }),
    staleTime: 0,
  });
}

export function useAcceptInvitation(token: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      api.post<RoomSummary>(`/api/invitations/${encodeURIComponent(token)}/`, undefined, { again: true }),
    onSuccess: (room) => client.getQueryData(roomsKey) !== undefined && keepRoom(client, room),
  });
}
