import { expect, it } from "vitest";
import { matchScore } from "@/lib/text/fuzzy";

const NAMES = ["Tea", "Team", "Green tea", "Steam engine", "The evening after", "コーヒー", "Kanazawa meetup"];

const found = (typed: string) =>
  NAMES.map((name) => ({ name, score: matchScore(typed, name) }))
    .filter((each): each is { name: string; score: number } => each.score !== null)
    .sort((a, b) => b.score - a.score)
    .map(({ name }) => name);

it("puts the whole name first, then its beginning, a word of it, a part, and letters in their order", () => {
  expect(found("tea")).toEqual(["Tea", "Team", "Green tea", "Steam engine", "The evening after"]);
});

it.each([
  ["こーひー", "the other kana"],
  ["ｺｰﾋｰ", "half width"],
  ["コー", "its beginning"],
])("finds Japanese by %s: %s", (typed) => {
  expect(found(typed)).toEqual(["コーヒー"]);
});

it("wants every word, in any order", () => {
  expect(found("meet kana")).toEqual(["Kanazawa meetup"]);
  expect(found("meet tokyo")).toEqual([]);
});

it("takes letters only in their order", () => {
  expect(found("kzm")).toEqual(["Kanazawa meetup"]);
  expect(found("mzk")).toEqual([]);
});
