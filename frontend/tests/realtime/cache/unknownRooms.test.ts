// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { RoomSummary } from "@/lib/protocol/types";
import { UnknownRooms } from "@/realtime/cache/unknownRooms";

const known = new Set<number>();
const load = vi.fn<(room: number) => Promise<RoomSummary | null>>();
const take = vi.fn((room: RoomSummary) => void known.add(room.id));
const loadAll = vi.fn();
let unknown: UnknownRooms;

beforeEach(() => {
  vi.useFakeTimers();
  known.clear();
  take.mockClear();
  loadAll.mockReset();
  load.mockReset().mockImplementation(async (id) => ({ id, role: "member" }) as RoomSummary);
  unknown = new UnknownRooms({ isKnown: (room) => known.has(room), load, take, loadAll });
});

afterEach(() => {
  unknown.stop();
  vi.useRealTimers();
});

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(1000 * seconds);

it("asks once for a room that is heard of, however often", async () => {
  for (let i = 0; i < 50; i++) unknown.note(12);
  await pass(3);
  expect(load).toHaveBeenCalledExactlyOnceWith(12);
  expect(take).toHaveBeenCalledExactlyOnceWith({ id: 12, role: "member" });
});

it("leaves the frame that brings it the time to come by itself", async () => {
  unknown.note(12);
  known.add(12);
  await pass(3);
  expect(load).not.toHaveBeenCalled();
});

it.each([
  ["not mine", async () => ({ id: 12, role: null }) as RoomSummary],
  ["refused", async () => Promise.reject(new Error("not_found"))],
])("does not ask again for a minute where it is %s", async (_, answer) => {
  load.mockImplementation(answer);
  for (let second = 0; second < 30; second++) {
    unknown.note(12);
    await pass(1);
  }
  expect(load).toHaveBeenCalledOnce();
  expect(take).not.toHaveBeenCalled();
  await pass(60);
  unknown.note(12);
  await pass(3);
  expect(load).toHaveBeenCalledTimes(2);
});

it("takes a late frame of a room that was just left for that", async () => {
  unknown.leave(12);
  unknown.note(12);
  await pass(3);
  expect(load).not.toHaveBeenCalled();
  await pass(10);
  unknown.note(12);
  await pass(3);
  expect(load).toHaveBeenCalledOnce();
});

it("asks for the whole list where many are unknown", async () => {
  for (let room = 1; room <= 11; room++) unknown.note(room);
  await pass(3);
  expect(loadAll).toHaveBeenCalledOnce();
  expect(load).not.toHaveBeenCalled();
});
