// @vitest-environment jsdom
import { beforeEach, expect, it } from "vitest";
import { forgetSearch, recentSearches, rememberSearch } from "@/features/search/recentSearches";
import { forgetStored } from "@/lib/session/storedData";

const ME = 5;

beforeEach(() => localStorage.clear());

it("lists the last search first, each once", () => {
  for (const text of ["tea", "会議", " tea "]) rememberSearch(ME, text);
  rememberSearch(ME, "  ");
  expect(recentSearches(ME)).toEqual(["tea", "会議"]);
  forgetSearch(ME, "tea");
  expect(recentSearches(ME)).toEqual(["会議"]);
});

it("keeps few, and only texts", () => {
  for (let number = 0; number < 30; number++) rememberSearch(ME, `search ${number}`);
  expect(recentSearches(ME)).toHaveLength(8);
  localStorage.setItem(`irori.searches.${ME}`, '[1, "a", null]');
  expect(recentSearches(ME)).toEqual(["a"]);
  localStorage.setItem(`irori.searches.${ME}`, "{");
  expect(recentSearches(ME)).toEqual([]);
});

it("is mine alone, and gone when I sign out", () => {
  rememberSearch(ME, "secret");
  rememberSearch(6, "of another person");
  expect(recentSearches(6)).toEqual(["of another person"]);
  forgetStored(ME);
  expect(recentSearches(ME)).toEqual([]);
  expect(recentSearches(6)).toEqual(["of another person"]);
});
