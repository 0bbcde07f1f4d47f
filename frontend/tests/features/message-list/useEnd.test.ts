// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { useEnd, useResize } from "@/features/message-list/useEnd";

const scroller = { current: document.createElement("div") };
const list = { scrollOffset: null as number | null };
let resized: () => void;

/** Pixels of the scroller, as a browser would measure it. */
const measures = (box: { scrollTop?: number; scrollHeight?: number; clientHeight?: number }) => {
  for (const [name, value] of Object.entries(box)) {
    Object.defineProperty(scroller.current, name, { value, configurable: true });
  }
};

beforeEach(() => {
  measures({ scrollTop: 900, scrollHeight: 1500, clientHeight: 600 });
  list.scrollOffset = 900;
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(tell: () => void) {
        resized = tell;
      }
      observe = () => resized();
      disconnect = () => {};
    },
  );
});

describe("the end of the list", () => {
  it("is left by a scroll whose event has not come yet when new rows come", () => {
    const { result, rerender } = renderHook(({ rows }) => useEnd(scroller, rows, list), {
      initialProps: { rows: [1] },
    });
    expect(result.current.atEnd).toBe(true);
    measures({ scrollTop: 100 });
    expect(result.current.isAtEnd()).toBe(false);
    rerender({ rows: [1, 2] });
    expect(result.current.atEnd).toBe(false);
    expect(list.scrollOffset).toBe(100);
  });

  it("is still there when new rows come to somebody who has not scrolled", () => {
    const { result, rerender } = renderHook(({ rows }) => useEnd(scroller, rows, list), {
      initialProps: { rows: [1] },
    });
    rerender({ rows: [1, 2] });
    expect(result.current.atEnd).toBe(true);
    expect(list.scrollOffset).toBe(900);
  });

  it("is followed when the viewport becomes lower, though rows are measured before", () => {
    const toEnd = vi.fn(() => measures({ scrollTop: 1500 - scroller.current.clientHeight }));
    const { result } = renderHook(() => {
      const end = useEnd(scroller, ROWS, list);
      useResize(scroller, end.height, end.atEnd, toEnd);
      return end;
    });
    toEnd.mockClear();
    measures({ clientHeight: 500 });
    act(() => result.current.onScroll());
    expect(result.current.atEnd).toBe(true);
    act(() => resized());
    expect(toEnd).toHaveBeenCalledOnce();
    expect(result.current.isAtEnd()).toBe(true);
  });

  it("is not followed by somebody who reads above it", () => {
    const toEnd = vi.fn();
    const { result } = renderHook(() => {
      const end = useEnd(scroller, ROWS, list);
      useResize(scroller, end.height, end.atEnd, toEnd);
      return end;
    });
    toEnd.mockClear();
    measures({ scrollTop: 100 });
    act(() => result.current.onScroll());
    act(() => resized());
    expect(result.current.atEnd).toBe(false);
    expect(toEnd).not.toHaveBeenCalled();
  });
});

const ROWS = [1];
