import type { Message } from "@/lib/protocol/types";

type Listener = (message: Message) => void;

const listeners = new Set<Listener>();

/** Calls the listener for each new message of somebody else. */
export function onNewMessage(listener: Listener) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function emitNewMessage(message: Message) {
  for (const listener of listeners) listener(message);
}
