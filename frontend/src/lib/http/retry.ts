import { ApiError } from "./request";

const SLOWEST = 30_000;

/** Waits with exponential back-off and jitter, 1 s to 30 s. A network that comes back ends the wait. */
export function waitForRetry(attempt: number) {
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

/** Waits of one read that was rate limited. */
const MOST_WAITS = 5;
const LONGEST_WAIT = 60_000;

/** Milliseconds that the server asks to wait; null where it does not. */
export function retryDelayOf(error: unknown): number | null {
  if (!(error instanceof ApiError) || error.retryAfter === null) return null;
  return error.status === 429 ? Math.min(1000 * error.retryAfter, LONGEST_WAIT) : null;
}

/** Repeats a rate-limited read after the wait that the server asks for. */
export async function retryWhenRateLimited<T>(read: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let waits = 0; ; waits++) {
    try {
      return await read();
    } catch (error) {
      const wait = retryDelayOf(error);
      if (wait === null || waits === MOST_WAITS || signal?.aborted) throw error;
      // Jitter, so that tabs do not repeat at the same moment.
      await new Promise((resolve) => setTimeout(resolve, wait * (1 + Math.random() / 2)));
    }
  }
}
