import { api } from "@/lib/api/api";
import { ApiError } from "@/lib/http/request";
import { waitForRetry } from "@/lib/http/retry";
import type { LatestMessage } from "@/lib/protocol/types";
import { showLatestLines } from "@/realtime/cache/latestMessages";

/** The server takes this many rooms at once. */
const AT_ONCE = 50;
/** Milliseconds in which rows that come into view share a request. */
const GATHER = 60;

const wanted = new Set<number>();
let isBusy = false;

/** Loads the newest message of a room, together with those of other rooms. */
export function wantLatest(room: number) {
  wanted.add(room);
  if (isBusy) return;
  isBusy = true;
  setTimeout(() => void loadAll(), GATHER);
}

async function loadAll() {
  for (let failures = 0; wanted.size > 0; ) {
    const rooms = [...wanted].slice(0, AT_ONCE);
    for (const room of rooms) wanted.delete(room);
    try {
      await load(rooms);
      failures = 0;
    } catch (error) {
      if (!isPassing(error)) continue;
      for (const room of rooms) wanted.add(room);
      await waitForRetry(failures++);
    }
  }
  isBusy = false;
}

async function load(rooms: readonly number[]) {
  const params = { rooms: rooms.join() };
  const { messages } = await api.get<{ messages: LatestMessage[] }>("/api/rooms/latest/", { params });
  showLatestLines(messages);
}

/** A refusal is final, and so is having signed out. */
const isPassing = (error: unknown) =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
