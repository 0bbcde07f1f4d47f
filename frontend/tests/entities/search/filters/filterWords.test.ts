import { expect, it } from "vitest";
import {
  FILTERS,
  type FilterName,
  filterNamed,
  filterWord,
  filterWords,
  VALUES_OF,
  valueNamed,
  valueWords,
} from "@/entities/search/filters/filterWords";
import dates from "../../../../../search/query/dates.py?raw";
import vocabulary from "../../../../../search/query/vocabulary.py?raw";

/** Lines like `"from 送信者": Filter.FROM`. */
const wordsOnServer = (meant: string) =>
  [...vocabulary.matchAll(/"([^"]+)": ([\w.]+),/g)]
    .filter(([, , each]) => each === meant)
    .flatMap(([, words = ""]) => words.split(" "));
const nameOnServer = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

it.each(Object.keys(FILTERS) as FilterName[])("reads the words of %s as the server does", (name) => {
  expect([...filterWords(name)].sort()).toEqual(wordsOnServer(`Filter.${nameOnServer(name)}`).sort());
});

it.each(VALUES_OF.has)("reads the words of %s as the server does", (name) => {
  expect([...valueWords(name)].sort()).toEqual(wordsOnServer(name.toUpperCase()).sort());
});

it("knows no other words of people, days and unread messages", () => {
  for (const word of valueWords("me")) expect(vocabulary.includes(`"${word}"`)).toBe(true);
  for (const word of valueWords("unread")) expect(vocabulary.includes(`"${word}"`)).toBe(true);
  for (const word of [...valueWords("today"), ...valueWords("yesterday")]) expect(dates).toContain(`"${word}":`);
});

it("reads any width and case, and values of this filter alone", () => {
  expect(filterNamed("ＦＲＯＭ")).toBe("from");
  expect(filterNamed("fromage")).toBeUndefined();
  expect(valueNamed("has", "写真")).toBe("image");
  expect(valueNamed("from", "image")).toBeUndefined();
});

it("writes a filter in the language of the page, where it has a word there", () => {
  expect([filterWord("from", "ja"), filterWord("from", "en"), filterWord("upTo", "en")]).toEqual([
    "差出人",
    "from",
    "以前",
  ]);
});
