import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { allPages } from "@/lib/pages";
import { useIntent } from "@/lib/useIntent";
import type { Member, Page, Role, User } from "@/lib/wire";
import { putMember } from "@/realtime/members";
import { bansKey } from "./bans";

/** As many as the server gives at once. */
const PAGE = { limit: 500 };

export const membersKey = (room: number) => ["members", room] as const;

export function useMembers(room: number, enabled = true) {
  return useQuery({
    queryKey: membersKey(room),
    queryFn: ({ signal }) => allPages<Member>(`/api/rooms/${room}/members/`, { params: PAGE, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
    select: (members) => members.filter(({ role }) => role !== null),
  });
}

export function usePeople(query: string) {
  return useQuery({
    queryKey: ["people", query],
    queryFn: ({ signal }) => api.get<Page<User>>("/api/users/", { params: { q: query }, signal }),
    select: (page) => page.results,
    enabled: query !== "",
  });
}

export function useAddMember(room: number) {
  const client = useQueryClient();
  const intent = useIntent();
  return useMutation({
    // Also after the panel was closed: nobody takes that back by closing it.
    mutationFn: (user: User) => intent(user.id, ({ key }) => addMember(room, user, key)),
    onSuccess: ({ results }) => keepMembers(client, room, results),
  });
}

const addMember = (room: number, user: User, key: string) =>
  api.post<{ results: Member[] }>(`/api/rooms/${room}/members/`, { users: [user.id] }, { key });

export function useChangeRole(room: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ user, role }: { user: User; role: Role }) =>
      api.patch<Member>(`/api/rooms/${room}/members/${user.id}/`, { role }),
    onSuccess: (member) => keepMembers(client, room, [member]),
  });
}

export function useRemoveMember(room: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ user, ban }: { user: User; ban: boolean }) =>
      ban ? api.put(`/api/rooms/${room}/bans/${user.id}/`, {}) : api.del(`/api/rooms/${room}/members/${user.id}/`),
    onSuccess: (_, { user, ban }) => {
      client.setQueryData<Member[]>(membersKey(room), (members) => members?.filter((m) => m.user.id !== user.id));
      if (ban) void client.invalidateQueries({ queryKey: bansKey(room) });
    },
  });
}

/** The answer to a call and the frame about it race: what is known with a later rev stays. */
function keepMembers(client: QueryClient, room: number, changed: Member[]) {
  client.setQueryData<Member[]>(membersKey(room), (members) => members && changed.reduce(putMember, members));
}
