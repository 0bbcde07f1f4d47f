import { createStore } from "zustand/vanilla";
import { ApiError } from "./request";
import { untilRetry } from "./retry";

/** With the waits between them about half a minute: longer than a worker or a proxy takes to be back. */
const MOST_TRIES = 6;
const LONGEST_WAIT_SECONDS = 20;

/** How many calls are being sent again, for who shows that. */
export const unanswered = createStore<{ calls: number }>(() => ({ calls: 0 }));

export type Patience = {
  signal?: AbortSignal | undefined;
  /** Whether it is still worth insisting on. */
  isWanted?: () => boolean;
};

/** A call that twice is once: sent again while no server answers it, for about half a minute. */
export async function insist<T>(call: () => Promise<T>, { signal, isWanted }: Patience = {}): Promise<T> {
  const isOn = (error: unknown): error is ApiError => isUnanswered(error) && !signal?.aborted && (isWanted?.() ?? true);
  try {
    return await call();
  } catch (error) {
    if (!isOn(error)) throw error;
    return shown(() => again(call, error, isOn));
  }
}

/** Nobody knows whether it was carried out, or the server asks to come again. */
const isUnanswered = (error: unknown) =>
  error instanceof ApiError && (error.code === "network" || [502, 503, 504].includes(error.status));

async function again<T>(call: () => Promise<T>, first: ApiError, isOn: (error: unknown) => error is ApiError) {
  let last: unknown = first;
  for (let tries = 1; tries < MOST_TRIES && isOn(last); tries++) {
    await beforeTry(tries, last);
    if (!isOn(last)) break;
    try {
      return await call();
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

function beforeTry(tries: number, { retryAfter }: ApiError) {
  if (retryAfter === null) return untilRetry(tries - 1);
  const seconds = Math.min(retryAfter, LONGEST_WAIT_SECONDS) * (1 + Math.random() / 2);
  return new Promise<void>((resolve) => setTimeout(resolve, 1000 * seconds));
}

async function shown<T>(work: () => Promise<T>): Promise<T> {
  const count = (change: number) => unanswered.setState(({ calls }) => ({ calls: calls + change }));
  count(1);
  try {
    return await work();
  } finally {
    count(-1);
  }
}
