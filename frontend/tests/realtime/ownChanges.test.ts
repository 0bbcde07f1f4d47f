import { beforeEach, describe, expect, it } from "vitest";
import type { OwnFrame } from "@/lib/protocol/types";
import { OwnChanges } from "@/realtime/ownChanges";
import { seeded } from "../helpers/random";

let own: OwnChanges;
const left = (me?: number): OwnFrame => ({ type: "room.left", room: 100 + (me ?? 0), me });
const revs = (frames: readonly OwnFrame[] | null) => frames?.map(({ me }) => me);
const answer = (head: number, more: object = {}) => ({
  head,
  complete: true,
  rooms: [],
  gone: [],
  drafts: [],
  ...more,
});

beforeEach(() => {
  own = new OwnChanges();
  own.hello(5);
});

describe("a frame of the own state", () => {
  it("applies where it is the next one, and is dropped where it has come already", () => {
    expect(revs(own.receive(left(6)))).toEqual([6]);
    expect(own.receive(left(6))).toEqual([]);
    expect(own.receive(left(5))).toEqual([]);
    expect(own.behind).toBeNull();
  });

  it("waits for those it has overtaken", () => {
    expect(own.receive(left(8))).toEqual([]);
    expect(own.behind).toBe(5);
    expect(own.receive(left(7))).toEqual([]);
    expect(revs(own.receive(left(6)))).toEqual([6, 7, 8]);
    expect(own.behind).toBeNull();
  });

  it("applies as it comes where it is not counted: a server of the version before", () => {
    expect(own.receive(left())).toHaveLength(1);
    own.hello(undefined);
    expect(revs(own.receive(left(9)))).toEqual([9]);
    own.noteHead(12);
    expect(own.behind).toBeNull();
  });
});

describe("a heartbeat", () => {
  it("tells of a change that was lost", () => {
    own.noteHead(5);
    expect(own.behind).toBeNull();
    own.noteHead(6);
    expect(own.behind).toBe(5);
  });

  it("below what is here is a race, the next one too where more came in between", () => {
    own.noteHead(4);
    own.receive(left(6));
    own.noteHead(5);
    expect(own.behind).toBeNull();
    own.noteHead(4);
    expect(own.behind).toBe(6);
  });
});

describe("an answer of sync", () => {
  it("is followed by the frames after it, and only by them", () => {
    for (const rev of [7, 9, 10]) own.receive(left(rev));
    expect(revs(own.take(answer(8)))).toEqual([9, 10]);
    expect(own.behind).toBeNull();
  });

  it("that is older than the frames which came meanwhile is nothing new", () => {
    for (const rev of [8, 7, 6, 9]) own.receive(left(rev));
    expect(own.take(answer(8))).toBeNull();
    expect(own.behind).toBeNull();
  });

  it("leaves more to ask for where a later head was heard, or it came in part", () => {
    own.noteHead(9);
    own.take(answer(7, { complete: false }));
    expect(own.behind).toBe(7);
    own.take(answer(9));
    expect(own.behind).toBeNull();
  });

  it("starts over with another history", () => {
    own.noteHead(2);
    own.noteHead(2);
    expect(own.behind).toBe(5);
    expect(own.take(answer(2, { reset: true }))).toEqual([]);
    expect(own.behind).toBeNull();
    expect(revs(own.receive(left(3)))).toEqual([3]);
  });

  it("ends a suspectedAt that was none", () => {
    own.noteHead(4);
    own.noteHead(4);
    own.take(answer(5));
    expect(own.behind).toBeNull();
  });
});

it.each(Array.from({ length: 50 }, (_, seed) => seed))("ends with everything, once and in order (seed %i)", (seed) => {
  const random = seeded(seed);
  const applied: number[] = [];
  let head = 5;
  const underWay: OwnFrame[] = [];
  const take = (frames: readonly OwnFrame[] | null) => applied.push(...(frames ?? []).map(({ me }) => me as number));
  const sync = () => {
    const told = random.chance(0.5) ? head : Math.max(own.behind ?? 0, head - 2);
    const base = own.behind ?? 0;
    const before = own.take(answer(told));
    if (!before) return;
    // What the answer itself brings.
    applied.push(...Array.from({ length: told - base }, (_, index) => base + 1 + index));
    take(before);
  };
  for (let step = 0; step < 200; step++) {
    if (random.chance(0.4)) {
      head++;
      if (!random.chance(0.2)) underWay.push(left(head));
    }
    if (underWay.length > 0 && random.chance(0.5)) {
      const [frame] = underWay.splice(random.chance(0.7) ? 0 : random.below(underWay.length), 1);
      take(own.receive(frame as OwnFrame));
    }
    if (random.chance(0.1)) own.noteHead(head);
    if (own.behind !== null && random.chance(0.2)) sync();
  }
  own.noteHead(head);
  while (own.behind !== null) sync();
  expect(applied).toEqual(Array.from({ length: head - 5 }, (_, index) => 6 + index));
});
