import { CLOSED } from "./closeCodes";

const FIRST = 1000;
const LONGEST = 15_000;
const RESTART_SPREAD = 2000;
const NETWORK_BACK_SPREAD = 100;

/** Why the connection is retried. */
export type Loss = {
  /** Failed tries in a row since the last working connection. */
  failed: number;
  /** The lost connection had worked, so the first try may be quick. */
  worked?: boolean;
  closeCode?: number;
  /** The browser has just reported the network back: that concerns this device alone, so the wait is short. */
  isNetworkBack?: boolean;
};

/** The longest wait before a try, in milliseconds: 1 s, 2 s, 4 s, … 15 s. */
export function longestWait({ failed, worked, closeCode, isNetworkBack }: Loss) {
  if (isNetworkBack) return NETWORK_BACK_SPREAD;
  if (closeCode === CLOSED.restarting) return RESTART_SPREAD;
  return worked ? FIRST : Math.min(LONGEST, FIRST * 2 ** failed);
}

/** Full jitter between zero and the longest wait: clients that lost one server must not return together. */
export function waitAfter(loss: Loss) {
  return Math.random() * longestWait(loss);
}

/** For other retries. */
export function backoff(failed: number) {
  return waitAfter({ failed });
}
