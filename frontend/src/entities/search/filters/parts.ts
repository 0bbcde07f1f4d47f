import { type FilterName, filterNamed, type ValueName, valueNamed } from "./filterWords";

/** A filter in a typed text, and its place. `word`: its value, where that is one of the known words. */
export type FilterPart = { name: FilterName; value: string; word: ValueName | undefined; start: number; end: number };

const QUOTED = '"[^"]*"?';
const PART = new RegExp(String.raw`(?<=^|\s)([^\s:："]{1,12})[:：]([@＠#＃]?${QUOTED}|[^\s]*)`, "gu");

/** Their values are words of a list. */
const ONLY_WORDS: ReadonlySet<FilterName> = new Set(["has", "mentions", "is"]);

/** The filters of a text that have a value, in its order. */
export function filtersIn(text: string): FilterPart[] {
  return [...text.matchAll(PART)].flatMap(({ index, 0: whole, 1: word = "", 2: written = "" }) => {
    const name = filterNamed(word);
    const value = plain(written);
    const known = name && valueNamed(name, value);
    // The server searches what it does not understand as words.
    if (!name || !value || (ONLY_WORDS.has(name) && !known)) return [];
    return [{ name, value, word: known, start: index, end: index + whole.length }];
  });
}

/** A value without its quotes and signs. */
const plain = (written: string) =>
  written
    .replaceAll('"', "")
    .replace(/^[@＠#＃]/, "")
    .trim();

export function withoutPart(text: string, { start, end }: Pick<FilterPart, "start" | "end">) {
  const rest = `${text.slice(0, start).trimEnd()} ${text.slice(end).trimStart()}`;
  return rest.trim();
}

/** The text without any filters. */
export const wordsOf = (text: string) =>
  filtersIn(text)
    .toReversed()
    .reduce((rest, part) => withoutPart(rest, part), text)
    .trim();

/** Whether a text says only where to search. Nothing is searched then: every message would be found. */
export const isOnlyPlace = (text: string) =>
  wordsOf(text) === "" && filtersIn(text).every(({ name }) => name === "in" || name === "with");

/** The unfinished filter before the caret: the beginning of a word, or a filter and the beginning of its value. */
export type FilterToken = { from: number; to: number; word: string; name?: FilterName; value?: string };

const UNFINISHED = /(?<=^|\s)(?:([^\s:："]{1,12})[:：]([@＠#＃]?"[^"]*|[^\s"]*)|([^\s:："]{1,12}))$/u;

export function filterTokenAt(text: string, caret: number): FilterToken | null {
  const [whole, word, value, begun] = UNFINISHED.exec(text.slice(0, caret)) ?? [];
  if (whole === undefined) return null;
  const place = { from: caret - whole.length, to: caret };
  if (begun !== undefined) return { ...place, word: begun };
  const name = filterNamed(word ?? "");
  return name ? { ...place, word: word ?? "", name, value: plain(value ?? "") } : null;
}
