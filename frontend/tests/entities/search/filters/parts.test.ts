import { expect, it } from "vitest";
import { filtersIn, filterTokenAt, isOnlyPlace, withoutPart, wordsOf } from "@/entities/search/filters/parts";

const named = (text: string) => filtersIn(text).map(({ name, value, word }) => [name, word ?? value]);

it("finds filters in both languages, with their values", () => {
  expect(named('会議 from:@hanako in:"#dev ops" has:image')).toEqual([
    ["from", "hanako"],
    ["in", "dev ops"],
    ["has", "image"],
  ]);
  expect(named("差出人：自分 ルーム:#囲炉裏　日付:昨日")).toEqual([
    ["from", "me"],
    ["in", "囲炉裏"],
    ["on", "yesterday"],
  ]);
});

it("leaves everything else to the words", () => {
  expect(named("see https://example.org 10:30 note:this from: :D has:cheese -from:@kenji")).toEqual([]);
  expect(wordsOf("see https://example.org from:@hanako tomorrow")).toBe("see https://example.org tomorrow");
});

it("removes one filter", () => {
  const text = "tea from:@hanako has:file cake";
  const [first, second] = filtersIn(text);
  if (!first || !second) throw new Error("no filters");
  expect(withoutPart(text, first)).toBe("tea has:file cake");
  expect(withoutPart(text, second)).toBe("tea from:@hanako cake");
});

it("knows a text that says only where", () => {
  expect(isOnlyPlace("")).toBe(true);
  expect(isOnlyPlace("in:#general ")).toBe(true);
  expect(isOnlyPlace("in:#general 会")).toBe(false);
  expect(isOnlyPlace("in:#general has:file")).toBe(false);
});

it("sees what is being typed before the caret", () => {
  expect(filterTokenAt("tea fr", 6)).toEqual({ from: 4, to: 6, word: "fr" });
  expect(filterTokenAt("tea from:@han", 13)).toEqual({ from: 4, to: 13, word: "from", name: "from", value: "han" });
  expect(filterTokenAt('in:"#dev o', 10)).toEqual({ from: 0, to: 10, word: "in", name: "in", value: "dev o" });
  expect(filterTokenAt("tea ", 4)).toBeNull();
  expect(filterTokenAt("https:", 6)).toBeNull();
  expect(filterTokenAt("", 0)).toBeNull();
});
