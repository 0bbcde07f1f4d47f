import type { Message } from "@/lib/protocol/types";

type Listener<T> = (news: T) => void;

const arrivals = new Set<Listener<Message>>();
const deletions = new Set<Listener<Message>>();
const disturbances = new Set<Listener<readonly number[]>>();

/** Calls the listener for each new message of somebody else. */
export const onNewMessage = (listener: Listener<Message>) => listen(arrivals, listener);

/** Calls the listener for each message that is deleted. */
export const onDeletedMessage = (listener: Listener<Message>) => listen(deletions, listener);

/** Calls the listener with the ids of messages in my inbox of which devices tell at once. */
export const onDisturbing = (listener: Listener<readonly number[]>) => listen(disturbances, listener);

export const emitNewMessage = (message: Message) => emit(arrivals, message);

export const emitDeletedMessage = (message: Message) => emit(deletions, message);

export const emitDisturbing = (ids: readonly number[]) => emit(disturbances, ids);

function listen<T>(listeners: Set<Listener<T>>, listener: Listener<T>) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function emit<T>(listeners: Set<Listener<T>>, news: T) {
  for (const listener of listeners) listener(news);
}
