import rows from "virtual:emoji-names";
import { fold } from "@/lib/text/fuzzy";

export type NamedEmoji = { emoji: string; name: string; japanese: string };

type Entry = NamedEmoji & { english: string[]; names: string[]; words: string[] };

const SCORES = { same: 100, begins: 80, beginsWord: 60, contains: 40, word: 20 } as const;
/** In shorter texts too many names contain them. */
const CONTAINED_FROM = 3;

let folded: Entry[] | undefined;

/** Folded once, when the first name is typed. */
function entries(): Entry[] {
  folded ??= rows.map(([emoji, names, japanese, words]) => ({
    emoji,
    name: names.split(" ")[0] ?? "",
    english: names.split(" "),
    japanese,
    names: fold(`${names} ${japanese}`).split(" "),
    words: fold(words).split(" "),
  }));
  return folded;
}

/** The emoji of a whole name, such as "tada" or "クラッカー". */
export function emojiNamed(name: string): string | undefined {
  const typed = fold(name);
  return entries().find(({ names }) => names.includes(typed))?.emoji;
}

const NO_USES: ReadonlyMap<string, number> = new Map();

/** The emoji that match the beginning of a name, the best first; among equals those that are used most. */
export function findEmoji(typed: string, most: number, uses = NO_USES): NamedEmoji[] {
  const wanted = fold(typed);
  const found = entries().flatMap((entry) => {
    const score = scoreOf(entry, wanted);
    return score > 0 ? [{ entry, score }] : [];
  });
  const usesOf = ({ entry }: { entry: Entry }) => uses.get(entry.emoji) ?? 0;
  found.sort((a, b) => b.score - a.score || usesOf(b) - usesOf(a));
  return found.slice(0, most).map(({ entry: { emoji, name, english, japanese } }) => {
    // The name that the person is typing. Without one, Japanese words have led here.
    const fitting = english.filter((each) => nameScore(each, wanted) > 0);
    fitting.sort((a, b) => nameScore(b, wanted) - nameScore(a, wanted));
    return { emoji, name: fitting[0] ?? name, japanese };
  });
}

function scoreOf({ names, words }: Entry, wanted: string) {
  const best = Math.max(...names.map((name) => nameScore(name, wanted)));
  return best || (words.some((word) => word.startsWith(wanted)) ? SCORES.word : 0);
}

function nameScore(name: string, wanted: string) {
  if (name === wanted) return SCORES.same;
  if (name.startsWith(wanted)) return SCORES.begins;
  if (name.includes(`_${wanted}`)) return SCORES.beginsWord;
  return wanted.length >= CONTAINED_FROM && name.includes(wanted) ? SCORES.contains : 0;
}
