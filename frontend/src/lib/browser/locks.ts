// Locks that hold across the tabs of one browser. Web Locks exist in secure contexts only: over plain HTTP each tab is
// alone.

const queues = new Map<string, Promise<unknown>>();

/**
 * Runs the work while no other tab runs work under this name; `signal` ends the wait, not the work. Without Web Locks
 * the order holds within this tab.
 */
export async function withLock<T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    if (navigator.locks) return (await navigator.locks.request(name, signal ? { signal } : {}, work)) as T;
  } catch (error) {
    if (!isForbidden(error)) throw error;
  }
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
  navigator.locks?.request(name, { mode: "shared" }, () => held).catch(() => {});
  return () => release();
}

/** How many tabs hold the lock; null without Web Locks. */
export async function countHolders(name: string): Promise<number | null> {
  if (!navigator.locks) return null;
  const answer = await navigator.locks.query().catch(() => null);
  return answer && (answer.held ?? []).filter((lock) => lock.name === name).length;
}

/** A browser that forbids storage forbids Web Locks too. */
const isForbidden = (error: unknown) => error instanceof DOMException && error.name === "SecurityError";
