import { describe, expect, it } from "vitest";
import { emojiNamed, findEmoji } from "@/components/emoji/emojiSearch";

const found = (typed: string) => findEmoji(typed, 8).map(({ emoji }) => emoji);

describe("the names of emoji", () => {
  it.each([
    ["tada", "🎉"],
    ["TADA", "🎉"],
    ["party_popper", "🎉"],
    ["+1", "👍️"],
    ["thumbsup", "👍️"],
    ["smile", "😄"],
    ["クラッカー", "🎉"],
    ["くらっかー", "🎉"],
    ["ｸﾗｯｶｰ", "🎉"],
  ])("%s is %s", (name, emoji) => {
    expect(emojiNamed(name)).toBe(emoji);
  });

  it.each(["tad", "no_such_name", "お祝い", "constructor", ""])("%s is none", (name) => {
    expect(emojiNamed(name)).toBeUndefined();
  });

  it("puts a whole name first, then beginnings, then parts of names and Japanese search words", () => {
    expect(found("tad")[0]).toBe("🎉");
    expect(found("popper")).toContain("🎉");
    expect(found("くらっ")[0]).toBe("🎉");
    expect(found("おいわ")).toEqual([]);
    expect(found("お祝")).toContain("🎉");
  });

  it("puts first among equals what is used most, and never before a better match", () => {
    const used = found("hear")[5] ?? "";
    const other = found("tea")[4] ?? "";
    const uses = new Map([
      [used, 2],
      [other, 9],
      ["🎉", 20],
    ]);
    const first = (typed: string) => findEmoji(typed, 8, uses)[0]?.emoji;
    expect(first("hear")).toBe(used);
    expect(first("tea")).toBe("🍵");
  });

  it("offers no more than asked for, and says both names", () => {
    expect(findEmoji("heart", 3)).toHaveLength(3);
    expect(findEmoji("tada", 1)).toEqual([{ emoji: "🎉", name: "tada", japanese: "クラッカー" }]);
  });

  it("says the name that is being typed", () => {
    expect(findEmoji("thumbsu", 1)).toMatchObject([{ emoji: "👍️", name: "thumbsup" }]);
    expect(findEmoji("くらっ", 1)).toMatchObject([{ emoji: "🎉", name: "tada" }]);
  });
});
