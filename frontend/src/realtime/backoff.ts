const FIRST = 500;
const LONGEST = 30_000;

/** Exponential back-off with full jitter, in milliseconds: clients that lost one server must not return as one. */
export function backoff(attempt: number) {
  return Math.random() * Math.min(LONGEST, FIRST * 2 ** attempt);
}
