// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { RoomSummary } from "@/lib/protocol/types";
import { keepUnread, letRead, openRoom } from "@/realtime/cache/openRoom";
import { ReadMarkers } from "@/realtime/outbox/readMarkers";

const shown = new Map<number, number>();
const tell = vi.fn<(room: number, seq: number) => Promise<unknown>>();
const tellMany = vi.fn<(seqs: ReadonlyMap<number, number>) => Promise<unknown>>();
let reading: ReadMarkers;

beforeEach(() => {
  vi.useFakeTimers();
  shown.clear();
  tell.mockReset().mockResolvedValue({});
  tellMany.mockReset().mockResolvedValue({});
  reading = new ReadMarkers({
    room: (id) => ({ id, role: "member", last_read_seq: shown.get(id) ?? 10 }) as RoomSummary,
    show: (room, seq) => shown.set(room, seq),
    send: tell,
    sendMany: tellMany,
  });
});

afterEach(() => {
  reading.stop();
  vi.useRealTimers();
});

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

it("tells at once, then at most once a second, only the furthest", async () => {
  for (const seq of [11, 12, 13]) reading.mark(12, seq);
  expect(tell.mock.calls).toEqual([[12, 11]]);
  await pass(1000);
  expect(tell.mock.calls).toEqual([
    [12, 11],
    [12, 13],
  ]);
  await pass(5000);
  expect(tell).toHaveBeenCalledTimes(2);
});

it("never moves back", () => {
  reading.mark(12, 12);
  reading.mark(12, 11);
  reading.mark(12, 9);
  expect(shown.get(12)).toBe(12);
  expect(tell).toHaveBeenCalledTimes(1);
});

it("tells again on the next connection what it could not", async () => {
  tell.mockRejectedValueOnce(new Error("closed"));
  reading.mark(12, 11);
  await pass(5000);
  expect(tell).toHaveBeenCalledTimes(1);
  shown.set(12, 10);
  reading.resume();
  expect(tell).toHaveBeenLastCalledWith(12, 11);
  expect(shown.get(12)).toBe(11);
});

it("leaves a room that was marked unread alone until it is left", async () => {
  const leave = openRoom(12);
  keepUnread(12);
  keepUnread(13);
  reading.mark(12, 11);
  expect(tell).not.toHaveBeenCalled();
  reading.mark(13, 11);
  expect(tell.mock.calls).toEqual([[13, 11]]);
  leave();
  await pass(1000);
  reading.mark(12, 12);
  expect(tell).toHaveBeenLastCalledWith(12, 12);
});

it("reads it again where that is asked for", () => {
  openRoom(12);
  keepUnread(12);
  letRead(12);
  reading.mark(12, 11);
  expect(tell).toHaveBeenCalledTimes(1);
});

it("forgets what it would tell, and waits for what is under way", async () => {
  let answer = (_: unknown) => {};
  tell.mockReturnValueOnce(new Promise((_, reject) => (answer = reject)));
  reading.mark(12, 11);
  reading.mark(12, 13);
  const forgotten = vi.fn();
  void reading.forget(12).then(forgotten);
  await pass(0);
  expect(forgotten).not.toHaveBeenCalled();
  answer(new Error("closed"));
  await pass(5000);
  expect(forgotten).toHaveBeenCalled();
  reading.resume();
  expect(tell).toHaveBeenCalledTimes(1);
  expect(reading.unconfirmed(12)).toBe(0);
});

it("tells again after a while what a busy server refused, while the connection lasts", async () => {
  tell.mockRejectedValueOnce(new Error("rate_limited")).mockRejectedValueOnce(new Error("unavailable"));
  reading.mark(12, 11);
  await pass(9_000);
  expect(tell).toHaveBeenCalledTimes(1);
  await pass(2_000);
  expect(tell).toHaveBeenCalledTimes(2);
  await pass(21_000);
  expect(tell.mock.calls).toEqual([
    [12, 11],
    [12, 11],
    [12, 11],
  ]);
  await pass(600_000);
  expect(tell).toHaveBeenCalledTimes(3);
  expect(reading.unconfirmed(12)).toBe(0);
});

it("tells many again with one call, too", async () => {
  tellMany.mockRejectedValueOnce(new Error("rate_limited"));
  const seqs = new Map(Array.from({ length: 600 }, (_, room) => [room + 1, 20] as const));
  await reading.markMany(seqs);
  await pass(12_000);
  expect(tell).not.toHaveBeenCalled();
  expect(tellMany.mock.calls.slice(1).map(([each]) => each.size)).toEqual([500, 100]);
});

it("waits for a call that marks many before one of them is marked unread", async () => {
  let answer = (_: unknown) => {};
  tellMany.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  void reading.markMany(new Map([[12, 20]]));
  const forgotten = vi.fn();
  void reading.forget(12).then(forgotten);
  await pass(100);
  expect(forgotten).not.toHaveBeenCalled();
  answer({});
  await pass(0);
  expect(forgotten).toHaveBeenCalled();
});

it("marks many with one call, and tells each again where that failed", async () => {
  tellMany.mockRejectedValueOnce(new Error("closed"));
  const seqs = new Map([
    [12, 20],
    [13, 30],
  ]);
  await reading.markMany(seqs);
  expect([...shown]).toEqual([...seqs]);
  expect(tellMany).toHaveBeenCalledTimes(1);
  reading.resume();
  expect(tell.mock.calls).toEqual([...seqs]);
});
