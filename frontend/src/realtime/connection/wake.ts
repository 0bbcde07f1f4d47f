const LOOK_EVERY = 2000;
const STOOD_STILL = 6000;

/**
 * Calls back when the clock went on while the timers of this page stood still: a laptop slept, a machine was suspended. No event tells
 * of that, and the timers themselves do not find out: on most systems they do not count the time asleep. Returns how to stop.
 */
export function onWaking(wake: () => void) {
  let looked = Date.now();
  const timer = setInterval(() => {
    const before = looked;
    looked = Date.now();
    if (looked - before > STOOD_STILL) wake();
  }, LOOK_EVERY);
  return () => clearInterval(timer);
}
