const SPOKESMAN = "irori-notifies";
const WATCHING = "irori-watches-";

/** Resolves in one tab of this browser at a time, which then has the turn until it is closed or the signal aborts. */
export function takeTurn(signal: AbortSignal, begin: () => void) {
  const hold = () => {
    begin();
    return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  };
  navigator.locks.request(SPOKESMAN, { signal }, hold).catch(() => {
    // Aborted while it waited.
  });
}

/** Lets the tab that notifies know which room the person has before their eyes in this one. */
export function beSeenWatching(room: number): () => void {
  let stop = () => {};
  const held = new Promise<void>((resolve) => {
    stop = resolve;
  });
  void navigator.locks?.request(WATCHING + room, { mode: "shared" }, () => held);
  return () => stop();
}

export async function isWatchedSomewhere(room: number) {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === WATCHING + room);
}
