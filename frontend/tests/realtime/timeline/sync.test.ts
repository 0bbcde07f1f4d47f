// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "@/lib/http/request";
import type { OwnSync, RoomSync, SyncAnswer, SyncRequest } from "@/lib/protocol/types";
import { Sync } from "@/realtime/timeline/sync";
import { message } from "../../helpers/fakeRoom";
import { FakeSync } from "../../helpers/fakeSync";

const behind = new Map<number, number>();
let ownBehind: number | null = null;
const takeOwn = vi.fn<(answer: OwnSync) => void>();
const taken: [number, number, RoomSync][] = [];
const ask = vi.fn<(request: SyncRequest, signal: AbortSignal) => Promise<SyncAnswer>>();
const onOtherEpoch = vi.fn();
let sync: Sync;

beforeEach(() => {
  vi.useFakeTimers();
  behind.clear();
  ownBehind = null;
  takeOwn.mockReset().mockImplementation(({ head, complete }) => {
    ownBehind = complete ? null : head;
  });
  taken.length = 0;
  ask.mockReset();
  onOtherEpoch.mockReset();
  sync = new Sync({
    epoch: () => "e",
    behind: () => behind,
    ownBehind: () => ownBehind,
    takeOwn,
    ask,
    take: (room, base, answer) => {
      taken.push([room, base, answer]);
      behind.delete(room);
    },
    onOtherEpoch,
  });
});

afterEach(() => {
  sync.stop();
  vi.useRealTimers();
});

const part = (head: number, revs: number[], complete = true): RoomSync => ({
  head,
  messages: revs.map((rev) => message(rev)),
  members: [],
  complete,
});
const answer = (rooms: Record<string, RoomSync>, epoch = "e"): SyncAnswer => ({ epoch, rooms });
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

describe("sync", () => {
  it("asks once for all that is missing, however often it is called", async () => {
    behind.set(12, 5).set(13, 7);
    ask.mockResolvedValue(answer({ 12: part(6, [6]), 13: part(8, [8]) }));
    for (let i = 0; i < 5; i++) sync.soon();
    await pass(200);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(ask.mock.calls[0]?.[0]).toEqual({ epoch: "e", rooms: { 12: 5, 13: 7 } });
    expect(taken.map(([room, base]) => [room, base])).toEqual([
      [12, 5],
      [13, 7],
    ]);
  });

  it("leaves a change that was overtaken the time to come by itself", async () => {
    behind.set(12, 5);
    sync.soon();
    behind.clear();
    await pass(200);
    expect(ask).not.toHaveBeenCalled();
  });

  it("goes on from the largest rev it got until it has everything, and hands it over whole", async () => {
    behind.set(12, 5);
    ask.mockResolvedValueOnce(answer({ 12: part(9, [6, 7], false) }));
    ask.mockResolvedValueOnce(answer({ 12: part(10, [8, 10]) }));
    sync.soon();
    await pass(200);
    expect(ask.mock.calls.map(([request]) => request.rooms)).toEqual([{ 12: 5 }, { 12: 7 }]);
    expect(taken).toHaveLength(1);
    expect(taken[0]?.[2]).toMatchObject({ head: 10, messages: [6, 7, 8, 10].map((rev) => ({ rev })) });
  });

  it("asks for at most 500 rooms at a time", async () => {
    for (let room = 1; room <= 501; room++) behind.set(room, 1);
    ask.mockImplementation(async ({ rooms }) =>
      answer(Object.fromEntries(Object.keys(rooms).map((room) => [room, part(2, [2])]))),
    );
    sync.soon();
    await pass(200);
    expect(ask.mock.calls.map(([request]) => Object.keys(request.rooms).length)).toEqual([500, 1]);
  });

  it("tries again later after a failure", async () => {
    behind.set(12, 5);
    ask.mockRejectedValueOnce(new Error("network")).mockResolvedValueOnce(answer({ 12: part(6, [6]) }));
    sync.soon();
    await pass(200);
    expect(taken).toHaveLength(0);
    await pass(2000);
    expect(taken).toHaveLength(1);
  });

  it("does not wait for its next try, nor for an answer, once there is a new connection", async () => {
    behind.set(12, 5);
    ask.mockImplementation((_, signal) => new Promise((_, reject) => signal.addEventListener("abort", reject)));
    sync.soon();
    await pass(200);
    sync.resume();
    await pass(100);
    expect(ask).toHaveBeenCalledTimes(2);
    await pass(3500);
    sync.resume();
    await pass(100);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it("gives up soon on connections that may be dead, and then waits for a server that may be slow", async () => {
    const timeout = vi.spyOn(AbortSignal, "timeout");
    behind.set(12, 5);
    ask.mockRejectedValue(new Error("no answer"));
    sync.soon();
    await pass(120_000);
    const waits = timeout.mock.calls.map(([milliseconds]) => milliseconds);
    expect(waits.slice(0, 8)).toEqual([...Array(6).fill(3000), 30_000, 30_000]);
    timeout.mockRestore();
  });

  it("does not hammer a server that leaves the gap open", async () => {
    behind.set(12, 5);
    ask.mockResolvedValue(answer({}));
    sync.soon();
    await pass(900);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it("takes nothing of another epoch", async () => {
    behind.set(12, 5);
    ask.mockResolvedValue(answer({ 12: part(6, [6]) }, "another"));
    sync.soon();
    await pass(200);
    expect(onOtherEpoch).toHaveBeenCalledOnce();
    expect(taken).toHaveLength(0);
  });

  it("passes on that a room is gone", async () => {
    behind.set(12, 5);
    ask.mockResolvedValue(answer({ 12: { gone: true } }));
    sync.soon();
    await pass(200);
    expect(taken).toEqual([[12, 5, { gone: true }]]);
  });

  it("asks again, as before, for rooms that did not fit into an answer", async () => {
    for (let room = 1; room <= 9; room++) behind.set(room, 50);
    const server = new FakeSync(Object.fromEntries([...behind.keys()].map((room) => [room, 500])));
    ask.mockImplementation(server.answer);
    sync.soon();
    await pass(200);
    expect(server.asked.map((rooms) => Object.keys(rooms).length)).toEqual([9, 5, 1]);
    expect(new Set(server.asked.flatMap((rooms) => Object.values(rooms)))).toEqual(new Set([50]));
    expect(taken.map(([room, base]) => [room, base])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((room) => [room, 50]));
    for (const [, , whole] of taken) expect(whole).toMatchObject({ head: 500, complete: true });
    expect(taken.every(([, , whole]) => !whole.gone && whole.messages.length === 450)).toBe(true);
  });

  it("asks with 0 for a room that has to start over and did not fit, and starts it over then", async () => {
    for (let room = 1; room <= 4; room++) behind.set(room, 0);
    behind.set(5, 90).set(6, 90);
    const server = new FakeSync({ 1: 500, 2: 500, 3: 500, 4: 500, 5: 2000, 6: 60 });
    ask.mockImplementation(server.answer);
    sync.soon();
    await pass(200);
    expect(server.asked[1]).toEqual({ 5: 0, 6: 0 });
    expect(taken.slice(4)).toMatchObject([
      [5, 90, { head: 2000, reset: true, complete: true }],
      [6, 90, { head: 60, reset: true, complete: true }],
    ]);
  });

  it("hands a room over as soon as it is whole, so that a failure later costs nothing", async () => {
    for (let room = 1; room <= 5; room++) behind.set(room, 0);
    const server = new FakeSync({ 1: 500, 2: 500, 3: 500, 4: 500, 5: 500 });
    ask.mockImplementationOnce(server.answer).mockRejectedValueOnce(new Error("network"));
    ask.mockImplementation(server.answer);
    sync.soon();
    await pass(200);
    expect(taken.map(([room]) => room)).toEqual([1, 2, 3, 4]);
    await pass(2000);
    expect(taken.map(([room]) => room)).toEqual([1, 2, 3, 4, 5]);
    expect(server.asked).toHaveLength(2);
  });

  it("waits before it asks again when an answer leads no room on", async () => {
    behind.set(12, 5).set(13, 5);
    ask.mockResolvedValue(answer({ 12: part(9, [], false), 13: part(9, [5], false) }));
    sync.soon();
    await pass(900);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(taken).toHaveLength(0);
  });

  it("goes on within a room as often as it takes, whatever has room in an answer", async () => {
    for (const most of [1, 7, 100, 333]) {
      behind.clear();
      taken.length = 0;
      behind.set(1, 50).set(2, 0).set(3, 90);
      const server = new FakeSync({ 1: 400, 2: 30, 3: 2000 }, most);
      ask.mockImplementation(server.answer);
      sync.soon();
      await pass(200);
      const whole = new Map(
        taken.map(([room, , each]) => [room, each.gone ? [] : each.messages.map(({ rev }) => rev)]),
      );
      expect(whole.get(1)).toEqual(Array.from({ length: 350 }, (_, index) => 51 + index));
      expect(whole.get(2)).toEqual(Array.from({ length: 30 }, (_, index) => 1 + index));
      expect(whole.get(3)?.at(-1)).toBe(2000);
    }
  });

  it("goes on where it was when an answer on the way does not come", async () => {
    behind.set(1, 0);
    const server = new FakeSync({ 1: 300 }, 100);
    ask.mockImplementationOnce(server.answer).mockRejectedValueOnce(new Error("network"));
    ask.mockImplementation(server.answer);
    sync.soon();
    await pass(200);
    await pass(2000);
    expect(server.asked).toEqual([{ 1: 0 }, { 1: 100 }, { 1: 200 }]);
    expect(taken).toHaveLength(1);
  });

  it("waits as long as it is told to", async () => {
    behind.set(1, 0);
    const tooFast = new ApiError({ status: 429, code: "rate_limited", retryAfter: 20 });
    ask.mockRejectedValueOnce(tooFast).mockImplementation(new FakeSync({ 1: 3 }).answer);
    sync.soon();
    await pass(19_000);
    expect(ask).toHaveBeenCalledTimes(1);
    await pass(3000);
    expect(taken).toHaveLength(1);
  });
});

describe("what is mine alone", () => {
  const own = (head: number, complete = true): OwnSync => ({ head, complete, rooms: [], gone: [], drafts: [] });

  it("is asked for with the rooms that miss something, and without any", async () => {
    behind.set(12, 5);
    ownBehind = 7;
    ask.mockResolvedValueOnce({ ...answer({ 12: part(6, [6]) }), me: own(9) });
    sync.soon();
    await pass(200);
    expect(ask.mock.calls[0]?.[0]).toEqual({ epoch: "e", rooms: { 12: 5 }, me: 7 });
    ownBehind = 9;
    ask.mockResolvedValueOnce({ ...answer({}), me: own(10) });
    sync.soon();
    await pass(200);
    expect(ask.mock.calls[1]?.[0]).toEqual({ epoch: "e", rooms: {}, me: 9 });
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it("may come in parts", async () => {
    ownBehind = 7;
    ask
      .mockResolvedValueOnce({ ...answer({}), me: own(8, false) })
      .mockResolvedValueOnce({ ...answer({}), me: own(9) });
    sync.soon();
    await pass(200);
    expect(ask.mock.calls.map(([{ me }]) => me)).toEqual([7, 8]);
  });

  it("is not asked for in a loop where a server of the version before does not answer it", async () => {
    behind.set(12, 5);
    ownBehind = 7;
    ask.mockImplementation(async ({ rooms }) => answer("12" in rooms ? { 12: part(6, [6]) } : {}));
    sync.soon();
    await pass(900);
    expect(taken).toHaveLength(1);
    expect(ask.mock.calls.length).toBeLessThanOrEqual(2);
  });
});
