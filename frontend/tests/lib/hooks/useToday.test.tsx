import { act, render, screen } from "@testing-library/react";
import { memo } from "react";
import { expect, it, onTestFinished, vi } from "vitest";
import { useToday } from "@/lib/hooks/useToday";

const Day = memo(function Day() {
  return <time>{useToday()}</time>;
});

it.each([
  ["while the page is looked at", async () => void (await vi.advanceTimersByTimeAsync(3 * 60_000))],
  [
    "while the device slept",
    async () => {
      vi.setSystemTime(new Date(2026, 10, 27, 7));
      document.dispatchEvent(new Event("visibilitychange"));
    },
  ],
])("draws again when another day has begun %s", async (_, pass) => {
  vi.useFakeTimers({ now: new Date(2026, 10, 26, 23, 58) });
  onTestFinished(() => void vi.useRealTimers());
  const { unmount } = render(<Day />);
  expect(screen.getByText(/Nov 26/)).toBeTruthy();
  await act(pass);
  expect(screen.getByText(/Nov 27/)).toBeTruthy();
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});
