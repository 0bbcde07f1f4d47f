const FIRST = 1000;
const LONGEST = 15_000;
const RESTART_SPREAD = 2000;
const NETWORK_BACK_SPREAD = 100;

export const RESTARTING = 1012;

/** Why another try is due. */
export type Loss = {
  /** Tries in a row that failed, since a connection held. */
  failed: number;
  /** What was lost had worked: the first try after that may be quick. */
  worked?: boolean;
  closeCode?: number;
  /** The browser has just told that the network is back: that concerns this device, and no crowd. */
  isNetworkBack?: boolean;
};

/** The longest wait before a try to come back, in milliseconds: 1 s, 2 s, 4 s, … 15 s. */
export function longestWait({ failed, worked, closeCode, isNetworkBack }: Loss) {
  if (isNetworkBack) return NETWORK_BACK_SPREAD;
  if (closeCode === RESTARTING) return RESTART_SPREAD;
  return worked ? FIRST : Math.min(LONGEST, FIRST * 2 ** failed);
}

/** Full jitter, from nothing to the longest wait: clients that lost one server must not return as one. */
export function waitAfter(loss: Loss) {
  return Math.random() * longestWait(loss);
}

/** For anything else that is tried again. */
export function backoff(failed: number) {
  return waitAfter({ failed });
}
