import { afterEach, describe, expect, it, vi } from "vitest";
import { dayName } from "@/lib/when";

describe("the name of a day", () => {
  const now = new Date(2026, 10, 21, 0, 5);
  it.each([
    [new Date(2026, 10, 21, 0, 1), "en", "Today"],
    [new Date(2026, 10, 20, 23, 59), "en", "Yesterday"],
    [new Date(2026, 10, 20, 23, 59), "ja", "昨日"],
    [new Date(2025, 10, 20), "ja", "2025年11月20日木曜日"],
  ])("of %s in %s is %s", (date, language, name) => {
    expect(dayName(date, language, now)).toBe(name);
  });
});

describe("the date and time of something", () => {
  const at = new Date(2026, 10, 21, 23, 5);
  afterEach(() => vi.restoreAllMocks());

  it.each([
    ["en", ["en-GB"], "21 Nov 2026, 23:05"],
    ["en", ["ja-JP", "en-US"], "Nov 21, 2026, 11:05 PM"],
    ["ja", ["en-GB", "ja-JP"], "2026/11/21 23:05"],
    ["ja", ["en-GB"], "2026/11/21 23:05"],
  ])("in %s for a reader of %s is %s", async (language, languages, text) => {
    vi.resetModules();
    vi.spyOn(navigator, "languages", "get").mockReturnValue(languages);
    const fresh = await import("@/lib/when");
    expect(fresh.dateAndTime(at, language).replace(/\u202f/g, " ")).toBe(text);
  });
});
