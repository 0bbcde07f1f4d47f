// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";
import { dayName, daysAgo, timeAgo } from "@/lib/i18n/dates";

const now = new Date(2026, 10, 21, 0, 5);

it.each([
  [new Date(2026, 10, 21, 0, 1), 0],
  [new Date(2026, 10, 21, 23, 59), 0],
  [new Date(2026, 10, 20, 23, 59), 1],
  [new Date(2026, 9, 21, 0, 5), 31],
])("counts the days since %s by the calendar", (date, days) => {
  expect(daysAgo(date, now)).toBe(days);
});

it.each([
  [new Date(2026, 10, 19), "en", "Thursday, November 19"],
  [new Date(2025, 10, 20), "ja", "2025年11月20日（木）"],
])("calls the day of %s in %s %s", (date, language, name) => {
  expect(dayName(date, language, now)).toBe(name);
});

describe("the date and time of something", () => {
  const at = new Date(2026, 10, 21, 23, 5);
  afterEach(() => vi.restoreAllMocks());

  it.each([
    ["en", ["en-GB"], "21 Nov 2026, 23:05"],
    ["en", ["en-US"], "Nov 21, 2026, 11:05 PM"],
    ["en", ["ja-JP", "en-US"], "Nov 21, 2026, 23:05"],
    ["en", ["ja-JP"], "Nov 21, 2026, 23:05"],
    ["en", ["es-MX", "en-US"], "Nov 21, 2026, 11:05 PM"],
    ["ja", ["en-US"], "2026/11/21 23:05"],
    ["ja", ["en-GB", "ja-JP"], "2026/11/21 23:05"],
    ["ja", ["en-GB"], "2026/11/21 23:05"],
  ])("in %s for a reader of %s is %s", async (language, languages, text) => {
    vi.resetModules();
    vi.spyOn(navigator, "languages", "get").mockReturnValue(languages);
    const fresh = await import("@/lib/i18n/dates");
    expect(fresh.dateAndTime(at, language).replace(/\u202f/g, " ")).toBe(text);
  });
});

describe("the time beside a message", () => {
  const at = new Date(2026, 10, 21, 14, 7);
  afterEach(() => vi.restoreAllMocks());

  it.each([
    ["en", ["en-US"], "2:07"],
    ["en", ["en-GB"], "14:07"],
    ["en", ["en-IN"], "2:07"],
    ["ja", ["ja-JP"], "14:07"],
    ["ja", ["ja-JP-u-hc-h12"], "2:07"],
  ])("in %s for a reader of %s has no am or pm", async (language, languages, text) => {
    vi.resetModules();
    vi.spyOn(navigator, "languages", "get").mockReturnValue(languages);
    const fresh = await import("@/lib/i18n/dates");
    expect(fresh.shortClock(at, language)).toBe(text);
  });
});

it.each([
  [30 * 1000, "en", "now"],
  [90 * 1000, "en", "1 minute ago"],
  [23 * 3600 * 1000, "ja", "23 時間前"],
  [24 * 3600 * 1000, "en", "yesterday"],
  [40 * 24 * 3600 * 1000, "ja", "先月"],
  [800 * 24 * 3600 * 1000, "en", "2 years ago"],
  [-5000, "en", "now"],
])("says how long ago %s ms were in %s: %s", (ago, language, text) => {
  expect(timeAgo(new Date(now.getTime() - ago), language, now)).toBe(text);
});
