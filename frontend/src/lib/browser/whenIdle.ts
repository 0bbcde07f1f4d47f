/** Milliseconds after which the work begins on a busy page too. */
const LATEST = 300;

/** Does what is not urgent when the page has nothing else to do. Safari has no idle callback. */
export function whenIdle(work: () => void) {
  if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: LATEST });
  else setTimeout(work, LATEST);
}
