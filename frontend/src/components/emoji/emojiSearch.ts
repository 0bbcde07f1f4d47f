import rows from "virtual:emoji-names";
import { fold } from "@/lib/text/fuzzy";

export type NamedEmoji = { emoji: string; name: string; japanese: string };

type Entry = NamedEmoji & { names: string[]; words: string[] };

const SCORES = { same: 100, begins: 80, beginsWord: 60, contains: 40, word: 20 } as const;
/** In shorter texts too many names contain them. */
const CONTAINED_FROM = 3;

let folded: Entry[] | undefined;

/** Folded once, when the first name is typed. */
function entries(): Entry[] {
  folded ??= rows.map(([emoji, names, japanese, words]) => ({
    emoji,
    name: names.split(" ")[0] ?? "",
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

/** The emoji that match the beginning of a name, the best first. */
export function findEmoji(typed: string, most: number): NamedEmoji[] {
  const wanted = fold(typed);
  const found = entries().flatMap((entry) => {
    const score = scoreOf(entry, wanted);
    return score > 0 ? [{ entry, score }] : [];
  });
  found.sort((a, b) => b.score - a.score);
  return found.slice(0, most).map(({ entry: { emoji, name, japanese } }) => ({ emoji, name, japanese }));
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
