import { useMemo, useSyncExternalStore } from "react";
import { allDrafts, subscribeToDrafts } from "@/realtime/outbox/draftStorage";

/** Ids of the rooms in which something that I wrote waits to be sent, also in a thread. */
export function useDraftRooms(user: number): ReadonlySet<number> {
  // A text, which compares.
  const ids = useSyncExternalStore(subscribeToDrafts, () => roomsOf(user));
  return useMemo(() => new Set(ids.split(",").map(Number)), [ids]);
}

const roomsOf = (user: number) =>
  [...new Set(allDrafts(user).flatMap(({ room, text }) => (text.trim() ? room : [])))].sort((a, b) => a - b).join();
