import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { onWaking } from "@/realtime/connection/wake";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The clock goes on, and timers do not. */
const sleep = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

it("tells all listeners after a sleep, by one timer", () => {
  const [one, other] = [vi.fn(), vi.fn()];
  const stops = [onWaking(one), onWaking(other)];
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(10_000);
  expect(one).not.toHaveBeenCalled();
  sleep(60_000);
  vi.advanceTimersByTime(2_000);
  expect([one, other].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  for (const stop of stops) stop();
  expect(vi.getTimerCount()).toBe(0);
});

it("counts no time from before its first listener", () => {
  onWaking(() => {})();
  sleep(60_000);
  const late = vi.fn();
  const stop = onWaking(late);
  vi.advanceTimersByTime(2_000);
  expect(late).not.toHaveBeenCalled();
  stop();
});
