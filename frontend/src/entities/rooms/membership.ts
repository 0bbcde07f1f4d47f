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

/** Joining, staying and leaving twice is the same as once; one of them sent again must not come after another. */
export const belonging = (id: number) => ({ again: true, lane: `room ${id}: mine or not` });

const leaving = (client: QueryClient, id: number) => ({
  mutationKey: mutationKeys.leaveRoom(id),
  mutationFn: () => api.post<void>(`/api/rooms/${id}/leave/`, undefined, belonging(id)),
  onSuccess: () =>
    client.setQueryData<RoomSummary[]>(queryKeys.rooms(), (rooms) => rooms?.filter((room) => room.id !== id)),
});

export const useLeaveRoom = (id: number) => useMutation(leaving(useQueryClient(), id));

/** The same from what no room's page draws. */
export const leaveRoom = (client: QueryClient, id: number) =>
  new MutationObserver(client, leaving(client, id)).mutate();

/** I was added to the room, and am content with it. */
export async function stayInRoom(client: QueryClient, id: number) {
  await api.post<void>(`/api/rooms/${id}/stay/`, undefined, belonging(id));
  client.setQueryData<RoomSummary[]>(queryKeys.rooms(), (rooms) =>
    rooms?.map((room) => (room.id === id ? { ...room, added_by: null } : room)),
  );
}

/** Whether this tab asked to leave the room: its disappearance is then no news. */
export function useLeftHere(id: number) {
  const states = useMutationState({
    filters: { mutationKey: mutationKeys.leaveRoom(id) },
    select: ({ state }) => state.status,
  });
  return states.some((status) => status !== "error");
}
