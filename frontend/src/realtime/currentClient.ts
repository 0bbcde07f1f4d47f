import type { RealtimeClient } from "./client";

let current: RealtimeClient | null = null;

/** The client of the signed-in user; null while nobody is signed in. */
export const realtime = () => current;

export function setRealtime(client: RealtimeClient | null) {
  current = client;
}
