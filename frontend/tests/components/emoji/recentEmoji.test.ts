// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from "vitest";
import { favouriteEmoji, recentEmoji, rememberEmoji } from "@/components/emoji/recentEmoji";

beforeEach(() => localStorage.clear());

const pick = (...emoji: string[]) => emoji.forEach(rememberEmoji);

it("offers common emoji before any was picked", () => {
  expect(favouriteEmoji(3)).toEqual(["👍", "❤️", "😂"]);
});

it("offers those picked most often first, of two the later one, and fills up with common ones", () => {
  pick("🍵", "🍵", "🍵", "🎉", "👀", "🎉", "🐟");
  expect(favouriteEmoji(3)).toEqual(["🍵", "🎉", "🐟"]);
  expect(favouriteEmoji(5)).toEqual(["🍵", "🎉", "🐟", "👀", "👍"]);
  expect(recentEmoji().slice(0, 4)).toEqual(["🐟", "🎉", "👀", "🍵"]);
});

it("forgets old habits", () => {
  pick("🍵", "🍵", ...Array.from({ length: 60 }, () => "🎉"));
  expect(favouriteEmoji(2)).toEqual(["🎉", "👍"]);
});

it("counts as long as the page where the storage is full", () => {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  pick("🍵");
  expect(favouriteEmoji(1)).toEqual(["🍵"]);
});
