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
