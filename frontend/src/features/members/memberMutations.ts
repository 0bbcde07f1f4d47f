import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import { useIdempotencyKey } from "@/lib/http/useIdempotencyKey";
import type { Member, Role, User } from "@/lib/protocol/types";
import { type MemberPages, putInPages, putMember } from "@/realtime/cache/mergeMember";
import { queryKeys } from "@/realtime/cache/queryKeys";

export function useAddMember(room: number) {
  const client = useQueryClient();
  const withKey = useIdempotencyKey();
  return useMutation({
    // Also sent again after the panel was closed: closing it does not cancel the addition.
    mutationFn: (user: User) => withKey(user.id, ({ key }) => addMember(room, user, key)),
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
      const others = (members: Member[]) => members.filter((each) => each.user.id !== user.id);
      client.setQueryData<Member[]>(queryKeys.members(room), (members) => members && others(members));
      client.setQueriesData<MemberPages>(
        { queryKey: queryKeys.memberPages(room) },
        (shown) =>
          shown && { ...shown, pages: shown.pages.map((page) => ({ ...page, results: others(page.results) })) },
      );
      if (ban) void client.invalidateQueries({ queryKey: queryKeys.bans(room) });
    },
  });
}

/** The answer and the frame about the same change race. The later rev wins. */
function keepMembers(client: QueryClient, room: number, changed: Member[]) {
  client.setQueryData<Member[]>(queryKeys.members(room), (members) => members && changed.reduce(putMember, members));
  client.setQueriesData<MemberPages>({ queryKey: queryKeys.memberPages(room) }, (shown) =>
    changed.reduce(putInPages, shown),
  );
}
