import type { RealtimeClient } from "./client";

let current: RealtimeClient | null = null;

/** The client of whoever is signed in; null while nobody is. */
export const realtime = () => current;

export function setRealtime(client: RealtimeClient | null) {
  current = client;
}
