import {
  MutationObserver,
  type QueryClient,
  queryOptions,
  useMutation,
  useMutationState,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "@/components/Toast";
import { useNaming } from "@/features/people/naming";
import { api } from "@/lib/api";
import { errorText } from "@/lib/errorText";
import { useIntent } from "@/lib/useIntent";
import type { Page, RoomKind, RoomSummary } from "@/lib/wire";
import { mergeSummary } from "@/realtime/summary";
import { attentionOf } from "./attention";
import { fetchMyRooms } from "./early";
import { named } from "./name";

export const roomsKey = ["rooms"] as const;

/** My rooms. Loaded once; from then on the socket's frames keep it true. */
const myRooms = queryOptions({
  queryKey: roomsKey,
  queryFn: ({ signal }) => fetchMyRooms(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Settles when my rooms are known, or cannot be. */
export const loadRooms = (client: QueryClient) => client.prefetchQuery(myRooms);

export function useRooms() {
  const { language } = useTranslation().i18n;
  const nameOf = useNaming();
  const withNames = useCallback(
    (rooms: RoomSummary[]) => rooms.map((room) => named(room, language, nameOf)),
    [language, nameOf],
  );
  return useQuery({ ...myRooms, select: withNames });
}

export function useUnreadTotal() {
  const { data = [] } = useRooms();
  return data.reduce((sum, room) => sum + (room.archived_at ? 0 : attentionOf(room)), 0);
}

/** Public rooms this person is not in. Not kept: others open and close them meanwhile. */
export function useRoomsToJoin(query: string) {
  return useQuery({
    queryKey: ["rooms-to-join", query],
    queryFn: ({ signal }) => api.get<Page<RoomSummary>>("/api/rooms/", { params: { browse: 1, q: query }, signal }),
    select: (page) => page.results,
    staleTime: 0,
    gcTime: 0,
  });
}

export type NewRoom = { kind: Exclude<RoomKind, "direct">; name: string; topic: string };

export function useOpenRoom() {
  const client = useQueryClient();
  const intent = useIntent();
  return useMutation({
    mutationFn: (room: NewRoom) => intent(room, (making) => api.post<RoomSummary>("/api/rooms/", room, making)),
    onSuccess: (room) => keepRoom(client, room),
  });
}

/** Joining, staying and leaving twice is the same as once; one of them sent again must not come after another. */
const belonging = (id: number) => ({ again: true, lane: `room ${id}: mine or not` });

export function useJoinRoom() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.post<RoomSummary>(`/api/rooms/${id}/join/`, undefined, belonging(id)),
    onSuccess: (room) => keepRoom(client, room),
  });
}

export type RoomChange = Partial<Pick<RoomSummary, "name" | "topic" | "posting" | "slow_seconds">> & {
  archived?: boolean;
};

export function useChangeRoom(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: RoomChange) => api.patch<RoomSummary>(`/api/rooms/${id}/`, change),
    onSuccess: (room) => keepRoom(client, room),
  });
}

export type Preferences = Partial<Pick<RoomSummary, "notify" | "muted" | "favourite">>;

/** What I want of a room. It shows at once, and again as it was where the server cannot be told. */
export function usePreferences(id: number) {
  const client = useQueryClient();
  const show = (change: Preferences) =>
    client.setQueryData<RoomSummary[]>(roomsKey, (rooms) =>
      rooms?.map((room) => (room.id === id ? { ...room, ...change } : room)),
    );
  return useMutation({
    mutationFn: (change: Preferences) => api.patch<RoomSummary>(`/api/rooms/${id}/mine/`, change),
    onMutate: (change) => {
      const before = client.getQueryData<RoomSummary[]>(roomsKey)?.find((room) => room.id === id);
      show(change);
      return before;
    },
    onError: (error, _, before) => {
      if (before) show({ notify: before.notify, muted: before.muted, favourite: before.favourite });
      toast.error(errorText(error));
    },
  });
}

const leaveKey = (id: number) => ["leave-room", id] as const;

const leaving = (client: QueryClient, id: number) => ({
  mutationKey: leaveKey(id),
  mutationFn: () => api.post<void>(`/api/rooms/${id}/leave/`, undefined, belonging(id)),
  onSuccess: () => client.setQueryData<RoomSummary[]>(roomsKey, (rooms) => rooms?.filter((room) => room.id !== id)),
});

export const useLeaveRoom = (id: number) => useMutation(leaving(useQueryClient(), id));

/** The same from what no room's page draws. */
export const leaveRoom = (client: QueryClient, id: number) =>
  new MutationObserver(client, leaving(client, id)).mutate();

/** I was added to the room, and am content with it. */
export async function stayInRoom(client: QueryClient, id: number) {
  await api.post<void>(`/api/rooms/${id}/stay/`, undefined, belonging(id));
  client.setQueryData<RoomSummary[]>(roomsKey, (rooms) =>
    rooms?.map((room) => (room.id === id ? { ...room, added_by: null } : room)),
  );
}

/** Whether this tab asked to leave the room: its disappearance is then no news. */
export function useLeftHere(id: number) {
  const states = useMutationState({ filters: { mutationKey: leaveKey(id) }, select: ({ state }) => state.status });
  return states.some((status) => status !== "error");
}

/** The answer to a call and the frame about it race: what is known with a later rev stays. */
export function keepRoom(client: QueryClient, room: RoomSummary) {
  client.setQueryData<RoomSummary[]>(roomsKey, (rooms = []) => {
    const known = rooms.find(({ id }) => id === room.id);
    return [...rooms.filter((each) => each !== known), mergeSummary(known, room)];
  });
}
