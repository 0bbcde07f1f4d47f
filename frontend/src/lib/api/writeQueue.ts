type Queue = { last: Promise<unknown>; waiting: number };

const queues = new Map<string, Queue>();

/**
 * Runs writes of one name one after another, so that a repeated request does not undo a newer one. `isNewest` is false
 * once another write waits: then the work need not be repeated.
 */
export async function queueWrite<T>(name: string, work: (isNewest: () => boolean) => Promise<T>): Promise<T> {
  const queue = queues.get(name) ?? { last: Promise.resolve(), waiting: 0 };
  queues.set(name, queue);
  queue.waiting++;
  const mine = queue.last.then(() => {
    queue.waiting--;
    return work(() => queue.waiting === 0);
  });
  const settled = mine.catch(() => {});
  queue.last = settled;
  void settled.then(() => queue.last === settled && queues.delete(name));
  return mine;
}
