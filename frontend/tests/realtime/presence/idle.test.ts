// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { IdleDetector } from "@/realtime/presence/idle";

const send = vi.fn();
let idle: IdleDetector;

beforeEach(() => {
  vi.useFakeTimers();
  send.mockReset();
  idle = new IdleDetector(send);
  idle.start();
});

afterEach(() => {
  idle.stop();
  vi.useRealTimers();
});

it("says which room is looked at, once, and on each connection anew", () => {
  idle.look(12);
  idle.look(12);
  expect(send.mock.calls).toEqual([["online", 12]]);
  idle.resume();
  expect(send.mock.calls.slice(1)).toEqual([["online", 12]]);
  idle.look(null);
  idle.resume();
  expect(send.mock.calls.slice(2)).toEqual([["online", null]]);
});

it("looks at none while nobody is there", () => {
  idle.look(12);
  vi.advanceTimersByTime(5 * 60_000);
  expect(send).toHaveBeenLastCalledWith("away", null);
  idle.look(14);
  expect(send).toHaveBeenCalledTimes(2);
  idle.resume();
  expect(send).toHaveBeenLastCalledWith("away", null);
  dispatchEvent(new Event("pointerdown"));
  expect(send).toHaveBeenLastCalledWith("online", 14);
});
