import { createStore } from "zustand/vanilla";
import { ApiError } from "./request";
import { waitForRetry } from "./retry";

/** With the waits about half a minute, longer than a worker or a proxy takes to restart. */
const MOST_TRIES = 6;
const LONGEST_WAIT_SECONDS = 20;

/** How many requests and loads of chunks are being repeated. The UI shows it. */
export const retrying = createStore<{ requests: number }>(() => ({ requests: 0 }));

export type RetryOptions = {
  signal?: AbortSignal | undefined;
  /** Whether a repetition is still useful. */
  isWanted?: () => boolean;
};

/** Repeats an idempotent request for about half a minute while no server answers. */
export async function retryUnanswered<T>(call: () => Promise<T>, { signal, isWanted }: RetryOptions = {}): Promise<T> {
  const isOn = (error: unknown): error is ApiError => isUnanswered(error) && !signal?.aborted && (isWanted?.() ?? true);
  try {
    return await call();
  } catch (error) {
    if (!isOn(error)) throw error;
    return whileRetrying(() => again(call, error, isOn));
  }
}

/** The request may have been carried out, or the server asks to repeat it. */
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
  if (retryAfter === null) return waitForRetry(tries - 1);
  const seconds = Math.min(retryAfter, LONGEST_WAIT_SECONDS) * (1 + Math.random() / 2);
  return new Promise<void>((resolve) => setTimeout(resolve, 1000 * seconds));
}

/** The UI says meanwhile that the server does not answer. */
export async function whileRetrying<T>(work: () => Promise<T>): Promise<T> {
  const count = (change: number) => retrying.setState(({ requests }) => ({ requests: requests + change }));
  count(1);
  try {
    return await work();
  } finally {
    count(-1);
  }
}
