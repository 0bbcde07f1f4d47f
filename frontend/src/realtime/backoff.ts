const FIRST = 1000;
const LONGEST = 15_000;
const RESTART_SPREAD = 2000;

export const RESTARTING = 1012;

/** The longest wait before an attempt to come back, in milliseconds: 1 s, 2 s, 4 s, … 15 s; shorter where the server said that it restarts. */
export function longestWait(attempt: number, closeCode?: number) {
  return closeCode === RESTARTING ? RESTART_SPREAD : Math.min(LONGEST, FIRST * 2 ** attempt);
}

/** Full jitter, from nothing to the longest wait: clients that lost one server must not return as one. */
export function backoff(attempt: number, closeCode?: number) {
  return Math.random() * longestWait(attempt, closeCode);
}
