import { useMemo, useSyncExternalStore } from "react";
import { allDrafts, subscribeToDrafts } from "@/realtime/outbox/draftStorage";
import { allAttachments, attachments } from "@/realtime/uploads/attachment";

/** Ids of the rooms in which something that I wrote waits to be sent, also in a thread. */
export function useDraftRooms(user: number): ReadonlySet<number> {
  // A text, which compares.
  const ids = useSyncExternalStore(subscribe, () => roomsOf(user));
  return useMemo(() => new Set(ids.split(",").map(Number)), [ids]);
}

const roomsOf = (user: number) => [...new Set([...roomsOfTexts(user), ...roomsOfFiles()])].sort((a, b) => a - b).join();

const roomsOfTexts = (user: number) => allDrafts(user).flatMap(({ room, text }) => (text.trim() ? room : []));

const roomsOfFiles = () => allAttachments().flatMap(({ room, message }) => (message === null ? room : []));

function subscribe(listener: () => void) {
  const stops = [subscribeToDrafts(listener), attachments.subscribe(listener)];
  return () => {
    for (const stop of stops) stop();
  };
}
