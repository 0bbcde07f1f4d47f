// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from "vitest";
import { chooseEnterMode, enterMode } from "@/lib/browser/enterMode";

const touch = (matches: boolean) =>
  vi.stubGlobal("matchMedia", (media: string) => ({ media, matches: matches && media === "(pointer: coarse)" }));

beforeEach(() => localStorage.clear());

it("Enter sends where there is a keyboard, and begins a line on a touch screen", () => {
  touch(false);
  expect(enterMode()).toBe("send");
  touch(true);
  expect(enterMode()).toBe("newLine");
});

it("the person's choice counts, on every kind of screen", () => {
  touch(true);
  chooseEnterMode("send");
  expect(enterMode()).toBe("send");
  touch(false);
  chooseEnterMode("newLine");
  expect(enterMode()).toBe("newLine");
});
