import { ApiError } from "./request";

const SLOWEST = 30_000;

/** Exponential back-off with jitter, 1 s to 30 s; a connection that comes back ends the wait at once. */
export function untilRetry(attempt: number) {
  const wait = Math.min(SLOWEST, 1000 * 2 ** attempt) * (0.75 + Math.random() / 2);
  return new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, wait);
    addEventListener("online", done);
  });
}

/** So often a read that came too fast waits as long as the server says. */
const MOST_WAITS = 5;
const LONGEST_WAIT = 60_000;

/** How long the server says to wait before the next try, in milliseconds; null where it says nothing. */
export function askedToWait(error: unknown): number | null {
  if (!(error instanceof ApiError) || error.retryAfter === null) return null;
  return error.status === 429 ? Math.min(1000 * error.retryAfter, LONGEST_WAIT) : null;
}

/** Something read: after a wait where it came too fast, since nobody who reads can do anything about that. */
export async function patiently<T>(read: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let waits = 0; ; waits++) {
    try {
      return await read();
    } catch (error) {
      const wait = askedToWait(error);
      if (wait === null || waits === MOST_WAITS || signal?.aborted) throw error;
      // Not all tabs in the same instant.
      await new Promise((resolve) => setTimeout(resolve, wait * (1 + Math.random() / 2)));
    }
  }
}
