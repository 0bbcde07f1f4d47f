import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import { allPages } from "@/lib/api/pagination";
import { useNow } from "@/lib/hooks/useNow";
import type { Mute, RoomMute, User } from "@/lib/protocol/types";
import { serverNow } from "@/lib/session/serverTime";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** Frames keep it current; loaded by features/moderation. */
export const myMutesQuery = {
  queryKey: queryKeys.myMutes(),
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<{ results: Mute[] }>("/api/me/mutes/", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
};

export const useIsMuted = (room: number) => useMyMute(room) !== null;

/** The mute that keeps me longest from writing in a room, and the seconds that it lasts; null where none does. */
export function useMyMute(room: number): { mute: Mute; left: number } | null {
  const { data } = useQuery({ ...myMutesQuery, enabled: false });
  const mute = longest(data?.results.filter((each) => each.room === null || each.room === room) ?? []);
  const end = mute?.until ? Date.parse(mute.until) : Number.POSITIVE_INFINITY;
  useNow(mute?.until != null && end > serverNow().getTime());
  const left = Math.ceil((end - serverNow().getTime()) / 1000);
  return mute && left > 0 ? { mute, left } : null;
}

/** Milliseconds since 1970. A mute without an end lasts longest. */
const endOf = ({ until }: Mute) => (until === null ? Number.POSITIVE_INFINITY : Date.parse(until));

function longest(mutes: readonly Mute[]) {
  return mutes.reduce<Mute | undefined>((most, each) => (most && endOf(most) >= endOf(each) ? most : each), undefined);
}

/** For moderators. Not cached: other moderators mute too, and mutes end by themselves. */
export function useRoomMutes(room: number, enabled: boolean) {
  return useQuery({
    queryKey: queryKeys.roomMutes(room),
    queryFn: ({ signal }) => allPages<RoomMute>(`/api/rooms/${room}/mutes/`, { params: { limit: 500 }, signal }),
    enabled,
    staleTime: 0,
    gcTime: 0,
  });
}

/** `seconds`: null until somebody lifts it. */
export function useMute(room: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ user, ...change }: { user: User; seconds: number | null; reason: string }) =>
      api.put<RoomMute>(`/api/rooms/${room}/mutes/${user.id}/`, change),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.roomMutes(room) }),
  });
}

export function useLiftMute(room: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (user: User) => api.del(`/api/rooms/${room}/mutes/${user.id}/`),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.roomMutes(room) }),
  });
}
