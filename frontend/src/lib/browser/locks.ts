// Locks that hold across the tabs of one browser. Web Locks exist in secure contexts only: over plain HTTP each tab is
// alone.

const queues = new Map<string, Promise<unknown>>();

/**
 * Runs the work while no other tab runs work under this name; `signal` ends the wait, not the work. Without Web Locks
 * the order holds within this tab.
 */
export function withLock<T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  if (navigator.locks) return navigator.locks.request(name, signal ? { signal } : {}, work) as Promise<T>;
  const mine = (queues.get(name) ?? Promise.resolve()).then(work, work);
  queues.set(name, mine);
  return mine;
}

/** Holds a shared lock until the returned function is called, so that tabs can count each other. */
export function holdShared(name: string): () => void {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks?.request(name, { mode: "shared" }, () => held);
  return () => release();
}

/** How many tabs hold the lock; null without Web Locks. */
export async function countHolders(name: string): Promise<number | null> {
  if (!navigator.locks) return null;
  const { held = [] } = await navigator.locks.query();
  return held.filter((lock) => lock.name === name).length;
}
