import { searchFold } from "./searchFold";

const KATAKANA = /[\u30a1-\u30f6]/g;
const TO_HIRAGANA = 0x60;

const SCORES = { same: 100, begins: 80, beginsWord: 60, contains: 40, scattered: 20 } as const;

/** `searchFold`, and kana: both spellings of one word are found. */
export function fold(text: string) {
  return searchFold(text).replace(KATAKANA, (kana) => String.fromCharCode(kana.charCodeAt(0) - TO_HIRAGANA));
}

/** How well a name matches the typed text; null where a word of it does not match. */
export function matchScore(typed: string, name: string): number | null {
  const target = fold(name);
  const fits = fold(typed)
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => wordScore(word, target));
  return fits.includes(null) ? null : fits.reduce<number>((sum, each) => sum + (each ?? 0), 0);
}

function wordScore(word: string, name: string): number | null {
  if (word === name) return SCORES.same;
  const at = name.indexOf(word);
  if (at === 0) return SCORES.begins;
  if (at > 0) return isWordStart(name, at, word) ? SCORES.beginsWord : SCORES.contains;
  const span = spanOf(word, name);
  return span === null ? null : (SCORES.scattered * word.length) / span;
}

function isWordStart(name: string, at: number, word: string) {
  const starts = [at];
  for (let next = name.indexOf(word, at + 1); next !== -1; next = name.indexOf(word, next + 1)) starts.push(next);
  return starts.some((start) => !/[\p{L}\p{N}]/u.test(name[start - 1] ?? ""));
}

/** Length of the part of the name that holds the word's characters in order. */
function spanOf(word: string, name: string): number | null {
  const first = name.indexOf(word[0] ?? "");
  let at = first;
  for (const character of word.slice(1)) {
    at = at === -1 ? -1 : name.indexOf(character, at + 1);
  }
  return at === -1 ? null : at - first + 1;
}
