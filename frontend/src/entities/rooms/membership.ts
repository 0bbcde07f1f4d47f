import {
  MutationObserver,
  type QueryClient,
  useMutation,
  useMutationState,
  useQueryClient,
} from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { RoomSummary } from "@/lib/protocol/types";
import { mutationKeys, queryKeys } from "@/realtime/cache/queryKeys";

/**
 * Joining, staying and leaving are idempotent, and share a queue, so that a repeated request never follows a newer one.
 */
export const belonging = (id: number) => ({ idempotent: true, queue: `room ${id}: mine or not` });

const leaving = (client: QueryClient, id: number) => ({
  mutationKey: mutationKeys.leaveRoom(id),
  mutationFn: () => api.post<void>(`/api/rooms/${id}/leave/`, undefined, belonging(id)),
  onSuccess: () =>
    client.setQueryData<RoomSummary[]>(queryKeys.rooms(), (rooms) => rooms?.filter((room) => room.id !== id)),
});

export const useLeaveRoom = (id: number) => useMutation(leaving(useQueryClient(), id));

/** Leaves a room from outside React. */
export const leaveRoom = (client: QueryClient, id: number) =>
  new MutationObserver(client, leaving(client, id)).mutate();

/** Confirms that I stay in a room that somebody added me to. */
export async function stayInRoom(client: QueryClient, id: number) {
  await api.post<void>(`/api/rooms/${id}/stay/`, undefined, belonging(id));
  client.setQueryData<RoomSummary[]>(queryKeys.rooms(), (rooms) =>
    rooms?.map((room) => (room.id === id ? { ...room, added_by: null } : room)),
  );
}

/** Tells whether this tab asked to leave the room. Its disappearance is then expected. */
export function useLeftHere(id: number) {
  const states = useMutationState({
    filters: { mutationKey: mutationKeys.leaveRoom(id) },
    select: ({ state }) => state.status,
  });
  return states.some((status) => status !== "error");
}
