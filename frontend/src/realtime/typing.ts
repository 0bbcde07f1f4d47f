import { create } from "zustand";
import type { User } from "@/lib/wire";

const SHOWN_FOR = 5_000;

type Typing = Record<number, readonly User[]>;

/** Who is writing, by room; each for five seconds after the last sign of it. */
export const useTyping = create<Typing>(() => ({}));

const timers = new Map<string, number>();

export function showTyping(room: number, user: User) {
  const key = keyOf(room, user.id);
  if (timers.has(key)) clearTimeout(timers.get(key));
  else useTyping.setState((typing) => ({ [room]: [...(typing[room] ?? []), user] }));
  const hide = () => hideTyping(room, user.id);
  timers.set(key, window.setTimeout(hide, SHOWN_FOR));
}

export function hideTyping(room: number, user: number) {
  const key = keyOf(room, user);
  if (!timers.has(key)) return;
  clearTimeout(timers.get(key));
  timers.delete(key);
  useTyping.setState((typing) => ({ [room]: (typing[room] ?? []).filter((each) => each.id !== user) }));
}

const keyOf = (room: number, user: number) => `${room}:${user}`;
