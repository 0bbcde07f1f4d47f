import { waitForRetry } from "./retry";

/** Loads a chunk. A failed load is repeated with back-off until it succeeds. */
export async function untilLoaded<T>(load: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await load();
    } catch {
      await waitForRetry(attempt);
    }
  }
}
