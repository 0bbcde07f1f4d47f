/** `waiting`: the fields that each waiting write sets, null for the whole state. */
type Queue = { last: Promise<unknown>; waiting: Fields[] };
type Fields = readonly string[] | null;

const queues = new Map<string, Queue>();

/**
 * Runs writes of one name one after another, so that a repeated request does not undo a newer one. `fields`: what the
 * write sets, null for the whole state. `isNewest` is false once a write waits that sets all of it: then the work need
 * not be repeated.
 */
export async function queueWrite<T>(
  name: string,
  fields: Fields,
  work: (isNewest: () => boolean) => Promise<T>,
): Promise<T> {
  const queue = queues.get(name) ?? { last: Promise.resolve(), waiting: [] };
  queues.set(name, queue);
  queue.waiting.push(fields);
  const mine = queue.last.then(() => {
    queue.waiting.shift();
    return work(() => !queue.waiting.some((later) => covers(later, fields)));
  });
  const settled = mine.catch(() => {});
  queue.last = settled;
  void settled.then(() => queue.last === settled && queues.delete(name));
  return mine;
}

const covers = (later: Fields, fields: Fields) =>
  later === null || (fields?.every((each) => later.includes(each)) ?? false);
