import type { Message } from "@/lib/protocol/types";

type Listener = (message: Message) => void;

const listeners = new Set<Listener>();

/** Tells of every message that somebody else writes, as it comes. */
export function hearNews(listener: Listener) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function tellNews(message: Message) {
  for (const listener of listeners) listener(message);
}
