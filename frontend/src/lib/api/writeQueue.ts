type Lane = { last: Promise<unknown>; waiting: number };

const lanes = new Map<string, Lane>();

/**
 * Writes to one thing, one after another: what is sent again must not undo what was wanted after it. `isNewest`: nobody waits behind;
 * whoever is told otherwise need not insist.
 */
export async function inLane<T>(name: string, work: (isNewest: () => boolean) => Promise<T>): Promise<T> {
  const lane = lanes.get(name) ?? { last: Promise.resolve(), waiting: 0 };
  lanes.set(name, lane);
  lane.waiting++;
  const mine = lane.last.then(() => {
    lane.waiting--;
    return work(() => lane.waiting === 0);
  });
  const settled = mine.catch(() => {});
  lane.last = settled;
  void settled.then(() => lane.last === settled && lanes.delete(name));
  return mine;
}
