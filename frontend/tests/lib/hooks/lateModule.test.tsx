import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { lateModule, loadLateModules } from "@/lib/hooks/lateModule";

const settled = () => act(() => vi.advanceTimersByTimeAsync(0));

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it("is loaded after the first page, once", async () => {
  const load = vi.fn(async () => "dialogs");
  const late = lateModule(load);
  const { result } = renderHook(late.useLoaded);
  await settled();
  expect(load).not.toHaveBeenCalled();
  loadLateModules();
  late.start();
  await settled();
  expect(result.current).toBe("dialogs");
  expect(load).toHaveBeenCalledTimes(1);
});

it("is loaded again until it comes, at once when the network is back", async () => {
  const load = vi.fn().mockRejectedValueOnce(new TypeError("Failed to fetch")).mockResolvedValue("dialogs");
  const late = lateModule<string>(load);
  const { result } = renderHook(late.useLoaded);
  late.start();
  await settled();
  expect(result.current).toBeUndefined();
  window.dispatchEvent(new Event("online"));
  await settled();
  expect(result.current).toBe("dialogs");
});
