import type { Message } from "@/lib/protocol/types";

type Listener = (message: Message) => void;

const news = new Set<Listener>();
const deletions = new Set<Listener>();

/** Calls the listener for each new message of somebody else. */
export const onNewMessage = (listener: Listener) => listen(news, listener);

/** Calls the listener for each message that is deleted. */
export const onDeletedMessage = (listener: Listener) => listen(deletions, listener);

export const emitNewMessage = (message: Message) => emit(news, message);

export const emitDeletedMessage = (message: Message) => emit(deletions, message);

function listen(listeners: Set<Listener>, listener: Listener) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function emit(listeners: Set<Listener>, message: Message) {
  for (const listener of listeners) listener(message);
}
