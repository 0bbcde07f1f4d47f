import { renderHook } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { useSlowMode } from "@/features/composer/useSlowMode";
import { keepClockDifference } from "@/lib/session/serverTime";
import { finishLoad, startLoad } from "@/realtime/timeline/pageLoad";
import { changeTimeline, openTimeline } from "@/realtime/timeline/timelineStore";
import { ME, message, ROOM, user } from "../../helpers/fakeRoom";
import { aSummary } from "../../helpers/summary";

const MINUTES = 60_000;

afterEach(() => keepClockDifference(0));

it.each([0, 10 * MINUTES, -10 * MINUTES])("lasts as long as the server says, where clocks differ by %d", (ahead) => {
  vi.useFakeTimers({ now: new Date("2026-11-20T10:00:00Z") });
  keepClockDifference(ahead);
  const sent = new Date(Date.now() + ahead).toISOString();
  const mine = message(3, { author: user(ME), created_at: sent });
  openTimeline(ROOM, ME, 3);
  changeTimeline(ROOM, (each) =>
    finishLoad(startLoad(each, 1, "newest"), 1, { messages: [mine], has_before: false, has_after: false }),
  );
  const room = aSummary({ id: ROOM, slow_seconds: 30 });
  const { result, rerender } = renderHook(() => useSlowMode(room, ME));
  expect(result.current.left).toBe(30);
  vi.setSystemTime(Date.now() + 20_000);
  rerender();
  expect(result.current.left).toBe(10);
  vi.setSystemTime(Date.now() + 10_000);
  rerender();
  expect(result.current.left).toBe(0);
  vi.useRealTimers();
});
