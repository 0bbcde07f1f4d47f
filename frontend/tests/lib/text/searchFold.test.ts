import { expect, it } from "vitest";
import { matchScore } from "@/lib/text/fuzzy";
import { searchFold } from "@/lib/text/searchFold";
import cases from "../../../../tests/text_cases/search_folds.json";

it.each(cases.same.map(([one = "", other = ""]) => [one, other] as const))("finds %s as %s", (one, other) => {
  expect(searchFold(one)).toBe(searchFold(other));
  expect(matchScore(one, other)).not.toBeNull();
});

it.each(cases.other.map(([one = "", other = ""]) => [one, other] as const))("tells %s from %s", (one, other) => {
  expect(searchFold(one)).not.toBe(searchFold(other));
});
