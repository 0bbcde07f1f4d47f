const CHECK_EVERY = 2000;
const STOOD_STILL = 6000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let checkedAt = 0;

/**
 * Calls back after the timers of this page stood still while the clock went on: a laptop slept, a machine was
 * suspended. No event tells of that, and on most systems timers do not count the time asleep. One timer serves all
 * listeners. Returns how to stop.
 */
export function onWaking(listener: () => void) {
  if (listeners.size === 0) start();
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

function start() {
  checkedAt = Date.now();
  timer = setInterval(check, CHECK_EVERY);
}

function check() {
  const before = checkedAt;
  checkedAt = Date.now();
  if (checkedAt - before > STOOD_STILL) for (const listener of listeners) listener();
}
