import type { QueryClient } from "@tanstack/react-query";
import type { RoomSummary } from "@/lib/protocol/types";
import { mergeSummary } from "./mergeSummary";
import { queryKeys } from "./queryKeys";

/** The answer and the frame about the same change race. The later rev wins. */
export function keepRoom(client: QueryClient, room: RoomSummary) {
  client.setQueryData<RoomSummary[]>(queryKeys.rooms(), (rooms = []) => {
    const known = rooms.find(({ id }) => id === room.id);
    return [...rooms.filter((each) => each !== known), mergeSummary(known, room)];
  });
}
