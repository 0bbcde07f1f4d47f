import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { RoomSummary } from "@/lib/protocol/types";
import { ReadMarkers } from "@/realtime/outbox/readMarkers";

const shown = new Map<number, number>();
const tell = vi.fn<(room: number, seq: number) => Promise<unknown>>();
let reading: ReadMarkers;

beforeEach(() => {
  vi.useFakeTimers();
  shown.clear();
  tell.mockReset().mockResolvedValue({});
  reading = new ReadMarkers({
    room: (id) => ({ id, role: "member", last_read_seq: shown.get(id) ?? 10 }) as RoomSummary,
    show: (room, seq) => shown.set(room, seq),
    send: tell,
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
