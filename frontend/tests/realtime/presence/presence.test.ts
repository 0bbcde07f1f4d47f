// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SocketError, type SocketFailure } from "@/realtime/connection/requests";
import { type PresenceState, PresenceWatch, usePresences, watchPresence } from "@/realtime/presence/presence";

const ask = vi.fn<(users: number[]) => Promise<Record<string, PresenceState>>>();
let watch: PresenceWatch;
let stopWatching: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
  ask.mockReset().mockResolvedValue({ 7: "online" });
  watch = new PresenceWatch(ask);
});

afterEach(() => {
  stopWatching();
  watch.stop();
  vi.useRealTimers();
});

const failOnce = (code: SocketFailure) => ask.mockRejectedValueOnce(new SocketError(code));

it.each(["timeout", "rate_limited", "unavailable"] as const)("asks again after %s, a while later", async (code) => {
  failOnce(code);
  failOnce(code);
  stopWatching = watchPresence(7);
  await vi.advanceTimersByTimeAsync(1_100);
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1_900);
  expect(ask).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ask).toHaveBeenCalledTimes(3);
  expect(usePresences.getState()).toEqual({ 7: "online" });
});

it("leaves it to the next connection where this one is lost", async () => {
  failOnce("closed");
  stopWatching = watchPresence(7);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).toHaveBeenCalledTimes(1);
  watch.resume();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(usePresences.getState()).toEqual({ 7: "online" });
});

it("asks nothing more of a client that was stopped meanwhile", async () => {
  let fail = (_: Error) => {};
  ask.mockImplementationOnce(
    () =>
      new Promise((_, reject) => {
        fail = reject;
      }),
  );
  stopWatching = watchPresence(7);
  await vi.advanceTimersByTimeAsync(1_000);
  watch.stop();
  fail(new SocketError("timeout"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ask).toHaveBeenCalledTimes(1);
});
