import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useTyped } from "@/features/search/useTyped";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const onChange = vi.fn();

function start(text: string) {
  const { result, rerender } = renderHook(({ at }) => useTyped({ text: at, sort: "newest" }, false, onChange), {
    initialProps: { at: text },
  });
  const type = (typed: string) => act(() => result.current.setTyped(typed));
  const settle = () => act(() => vi.advanceTimersByTime(300));
  return { result, type, settle, bring: (at: string) => rerender({ at }) };
}

it("keeps what was typed meanwhile where the URL follows late", () => {
  const { result, type, settle, bring } = start("");
  type("te");
  settle();
  type("tea");
  settle();
  type("teah");
  bring("te");
  expect(result.current.typed).toBe("teah");
  bring("tea");
  expect(result.current.typed).toBe("teah");
  settle();
  expect(onChange).toHaveBeenLastCalledWith({ text: "teah", sort: "newest" });
});

it("takes what going back brings, also a text that was typed before", () => {
  const { result, type, settle, bring } = start("");
  for (const text of ["te", "tea"]) {
    type(text);
    settle();
  }
  bring("tea");
  bring("te");
  expect(result.current.typed).toBe("te");
});
