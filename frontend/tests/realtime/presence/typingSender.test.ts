import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Typist } from "@/realtime/presence/typingSender";

const KITCHEN = 12;
const tell = vi.fn<(room: number, thread: number | null) => void>();
let typist: Typist;

beforeEach(() => {
  vi.useFakeTimers();
  tell.mockReset();
  typist = new Typist(tell);
});

afterEach(() => {
  vi.useRealTimers();
});

it("tells every three seconds while I write", () => {
  for (let second = 0; second < 6; second++) {
    typist.write(KITCHEN, null);
    vi.advanceTimersByTime(1000);
  }
  expect(tell.mock.calls).toEqual([
    [KITCHEN, null],
    [KITCHEN, null],
  ]);
});

it("tells of another place at once", () => {
  typist.write(KITCHEN, null);
  typist.write(KITCHEN, 7);
  expect(tell.mock.calls).toEqual([
    [KITCHEN, null],
    [KITCHEN, 7],
  ]);
});

it("tells a new connection what the one before may not have heard", () => {
  typist.write(KITCHEN, null);
  vi.advanceTimersByTime(2000);
  typist.resume();
  expect(tell).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(3000);
  typist.resume();
  expect(tell).toHaveBeenCalledTimes(2);
});

it("tells a new connection nothing of what is sent", () => {
  typist.write(KITCHEN, null);
  typist.rest();
  typist.resume();
  expect(tell).toHaveBeenCalledTimes(1);
});
