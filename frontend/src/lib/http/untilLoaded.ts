import { waitForRetry } from "./retry";
import { whileRetrying } from "./retryUnanswered";

/** Loads a chunk. A failed load is repeated with back-off until it succeeds. */
export async function untilLoaded<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    return whileRetrying(() => again(load));
  }
}

async function again<T>(load: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    await waitForRetry(attempt);
    try {
      return await load();
    } catch {
      // The next attempt waits longer.
    }
  }
}
