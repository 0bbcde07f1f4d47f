import { countHolders, holdShared, withLock } from "@/lib/browser/locks";

const NOTIFIER = "irori-notifies";
const WATCHING = "irori-watches-";

/** Calls `begin` in one tab of this browser at a time. That tab notifies until it is closed or the signal aborts. */
export function becomeNotifier(signal: AbortSignal, begin: () => void) {
  const hold = () => {
    begin();
    return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  };
  withLock(NOTIFIER, hold, signal).catch(() => {
    // Aborted during the wait.
  });
}

/** Tells the tab that notifies which room the person looks at in this one. */
export const showWatching = (room: number) => holdShared(WATCHING + room);

export const isWatchedSomewhere = async (room: number) => ((await countHolders(WATCHING + room)) ?? 0) > 0;
