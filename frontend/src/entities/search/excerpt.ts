import { toUtf16 } from "@/lib/text/codePoints";
import { withoutMarks } from "@/lib/text/markdownMarks";

export type Segment = { text: string; isMatch: boolean };

/** UTF-16 units before the first match, and in all: about three lines of the panel. */
const BEFORE = 40;
const MOST = 240;
/** How far the beginning moves to begin with a word. */
const SNAP = 14;
/** What must not stand apart from the character before it. */
const INSIDE = /^(?:[\udc00-\udfff]|\p{M}|\u200d)/u;

type Ranges = readonly (readonly [from: number, to: number])[];

/**
 * The part of a message around its first match, without the marks of its Markdown. `matches` are [start, end] in code
 * points, ascending.
 */
export function excerptOf(source: string, matches: Ranges): Segment[] {
  const places = toUtf16(source, matches.flat());
  const found = matches.map((_, index) => [places[2 * index] ?? 0, places[2 * index + 1] ?? 0] as const);
  const { shown, placeOf } = withoutMarks(source);
  const ranges = found.map(([from, to]) => [placeOf(from), placeOf(to)] as const).filter(([from, to]) => from < to);
  // What was found in the target of a link alone is shown with it.
  const isLost = shown.trim() === "" || (ranges.length === 0 && found.length > 0);
  return isLost ? around(source, found) : around(shown, ranges);
}

function around(text: string, ranges: Ranges): Segment[] {
  const from = beginning(text, ranges[0]?.[0] ?? 0);
  const to = endOf(text, Math.min(text.length, Math.max(from + MOST, Math.min(ranges[0]?.[1] ?? 0, from + 2 * MOST))));
  const segments: Segment[] = from > 0 ? [{ text: "… ", isMatch: false }] : [];
  let at = from;
  for (const [start, end] of ranges) {
    if (start >= to || end <= at) continue;
    segments.push({ text: text.slice(at, start), isMatch: false });
    segments.push({ text: text.slice(Math.max(at, start), Math.min(end, to)), isMatch: true });
    at = Math.min(end, to);
  }
  segments.push({ text: text.slice(at, to), isMatch: false });
  if (to < text.length) segments.push({ text: " …", isMatch: false });
  return segments.filter((segment) => segment.text !== "");
}

function beginning(text: string, match: number) {
  if (match <= BEFORE) return 0;
  const least = match - BEFORE;
  const space = text.slice(least, least + SNAP).search(/\s/);
  return whole(text, space === -1 ? least : least + space + 1);
}

const endOf = (text: string, at: number) => (at >= text.length ? text.length : whole(text, at));

/** The next place that divides no character. */
function whole(text: string, at: number) {
  let place = at;
  while (place < text.length && (INSIDE.test(text.slice(place, place + 2)) || text[place - 1] === "\u200d")) place++;
  return place;
}
