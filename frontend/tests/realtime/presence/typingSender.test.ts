import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { TypingSender } from "@/realtime/presence/typingSender";

const KITCHEN = 12;
const tell = vi.fn<(room: number, thread: number | null) => void>();
let typingSender: TypingSender;

beforeEach(() => {
  vi.useFakeTimers();
  tell.mockReset();
  typingSender = new TypingSender(tell);
});

afterEach(() => {
  vi.useRealTimers();
});

it("tells every three seconds while I write", () => {
  for (let second = 0; second < 6; second++) {
    typingSender.write(KITCHEN, null);
    vi.advanceTimersByTime(1000);
  }
  expect(tell.mock.calls).toEqual([
    [KITCHEN, null],
    [KITCHEN, null],
  ]);
});

it("tells of another place at once", () => {
  typingSender.write(KITCHEN, null);
  typingSender.write(KITCHEN, 7);
  expect(tell.mock.calls).toEqual([
    [KITCHEN, null],
    [KITCHEN, 7],
  ]);
});

it("tells a new connection what the one before may not have heard", () => {
  typingSender.write(KITCHEN, null);
  vi.advanceTimersByTime(2000);
  typingSender.resume();
  expect(tell).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(3000);
  typingSender.resume();
  expect(tell).toHaveBeenCalledTimes(2);
});

it("tells a new connection nothing of what is sent", () => {
  typingSender.write(KITCHEN, null);
  typingSender.rest();
  typingSender.resume();
  expect(tell).toHaveBeenCalledTimes(1);
});
