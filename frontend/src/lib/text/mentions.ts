import { foldedName, lengthOf, mayEnd, signPattern } from "./names";

const SIGN = signPattern("@＠", "/");
const RUN = /^[\p{L}\p{N}_.-]+/u;
const JOINS = /^[\p{L}\p{N}]/u;
/** Characters behind the sign that can belong to a name: as many as the server reads. */
const LONGEST_RUN = 164;

/** The parts of a text in their order: a mention has a `name`, as the list spells it. */
export type Part = { text: string; name?: string };

/** Splits a text at its mentions of these names. The longest name wins: @kenjiro is not @kenji and "ro". */
export function splitMentions(text: string, names: readonly string[]): Part[] {
  const known = names.map((name) => ({ name, folded: foldedName(name) }));
  const longest = known.toSorted((a, b) => b.folded.length - a.folded.length);
  const parts: Part[] = [];
  let from = 0;
  for (const { index } of text.matchAll(SIGN)) {
    if (index < from) continue;
    const written = text.slice(index + 1, index + 1 + LONGEST_RUN);
    const found = mentioned(written, longest);
    if (!found) continue;
    const end = index + 1 + found.length;
    parts.push({ text: text.slice(from, index) }, { text: text.slice(index, end), name: found.name });
    from = end;
  }
  return [...parts, { text: text.slice(from) }].filter((part) => part.text);
}

function mentioned(written: string, longest: readonly { name: string; folded: string }[]) {
  // Composed first: a combining accent is no letter, and a name would end before it.
  const run = foldedName(RUN.exec(written.normalize("NFC"))?.[0] ?? "");
  const found = longest.find(({ folded }) => run.startsWith(folded) && mayEnd(folded, run.slice(folded.length), JOINS));
  const length = found && lengthOf(found.folded, written);
  return length === undefined ? null : { name: found?.name ?? "", length };
}
