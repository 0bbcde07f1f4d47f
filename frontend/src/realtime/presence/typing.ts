import { create } from "zustand";
import type { User } from "@/lib/protocol/types";
import { registerPeople } from "@/realtime/cache/namesakes";

const SHOWN_FOR = 5_000;

type Typing = Record<string, readonly User[]>;

/** The key of a room or of a thread in it. */
export const placeOf = (room: number, thread: number | null) => (thread === null ? `${room}` : `${room}/${thread}`);

/** Who is typing, by room or thread. An entry lasts five seconds after its last frame. */
export const useTyping = create<Typing>(() => ({}));

const timers = new Map<string, number>();

export function showTyping(place: string, user: User) {
  registerPeople([user]);
  const key = keyOf(place, user.id);
  if (timers.has(key)) clearTimeout(timers.get(key));
  else useTyping.setState((typing) => ({ [place]: [...(typing[place] ?? []), user] }));
  const hide = () => hideTyping(place, user.id);
  timers.set(key, window.setTimeout(hide, SHOWN_FOR));
}

export function hideTyping(place: string, user: number) {
  const key = keyOf(place, user);
  if (!timers.has(key)) return;
  clearTimeout(timers.get(key));
  timers.delete(key);
  useTyping.setState((typing) => ({ [place]: (typing[place] ?? []).filter((each) => each.id !== user) }));
}

const keyOf = (place: string, user: number) => `${place}:${user}`;
