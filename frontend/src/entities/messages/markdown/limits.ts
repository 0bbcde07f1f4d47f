import type { Element, Root } from "hast";

/**
 * How much of what shapes a text one message may hold to be shaped by it. Each is far above what people write in 10,000 characters, and
 * parsing takes time by the square of some: with any of them alone, at its most, a message takes about as long as an ordinary one of that length.
 */
const MOST: readonly (readonly [what: RegExp, most: number])[] = [
  [/\r\n?|\n/g, 1000],
  [/[*_~]+/g, 1000],
  [/[[\]]/g, 800],
  [/`+/g, 800],
  [/</g, 500],
  [/<[!?]/g, 50],
  [/\\/g, 1500],
  [/&/g, 1000],
  [/@|:\/\/|www\./gi, 300],
  [/^[ \t>]*[`~]{3}/gm, 200],
];

/** How deep quotes and lists may lie in each other, and how many there may be. */
const DEEPEST = 32;
const MOST_NESTED = 1000;
/** Of all tables. A row that is too short is filled up to the width of its table. */
const MOST_CELLS = 2000;
/** Where an address ends is searched for from each of these on. */
const LONGEST_PUNCTUATION = 200;

const PUNCTUATION = new RegExp(`[!"&'()*,.:;<>?\\]_}~]{${LONGEST_PUNCTUATION + 1}}`);

/** Whether a text can be parsed without holding the page up: looked at before it is, since nothing stops a parser that has begun. */
export function isBounded(text: string): boolean {
  return (
    MOST.every(([what, most]) => countOf(text, what) <= most) &&
    !PUNCTUATION.test(text) &&
    isNestedLittle(text) &&
    cellsOf(text) <= MOST_CELLS
  );
}

const countOf = (text: string, what: RegExp) => text.match(what)?.length ?? 0;

const LINE_PREFIX = /^[ \t>*+\-\d.)]+/gm;
const MARK = />|[-*+](?=[ \t])|\d[.)](?=[ \t])/g;

function isNestedLittle(text: string) {
  let all = 0;
  return (text.match(LINE_PREFIX) ?? []).every((prefix) => {
    const marks = countOf(`${prefix} `, MARK);
    all += marks;
    return marks === 0 || (all <= MOST_NESTED && marks + indentationOf(prefix) <= DEEPEST);
  });
}

/** How many lists around it a line may belong to, at most. */
const indentationOf = (prefix: string) => countOf(prefix, / {2}/g) + 2 * countOf(prefix, /\t/g);

const DELIMITERS = /^[\s|:\-*+>\d.)]+$/;

/** No fewer than its tables have: each ends at a blank line or before. */
function cellsOf(text: string) {
  let columns = 0;
  let cells = 0;
  for (const line of text.split(/\r\n?|\n/)) {
    if (!/[^\s>]/.test(line)) columns = 0;
    else if (line.includes("-") && DELIMITERS.test(line)) columns = Math.max(columns, countOf(line, /\|/g) + 1);
    cells += columns;
  }
  return cells;
}

const MOST_ELEMENTS = 2500;
/** A block of code is drawn with what copies it. */
const WEIGHTS: Record<string, number> = { pre: 10 };

/** Whether what came of a text can be shown without holding the page up. */
export function isTreeBounded(tree: Root): boolean {
  let left = MOST_ELEMENTS;
  const waiting: (Root | Element)[] = [tree];
  for (let parent = waiting.pop(); parent && left >= 0; parent = waiting.pop()) {
    for (const child of parent.children) {
      if (child.type !== "element") continue;
      left -= WEIGHTS[child.tagName] ?? 1;
      waiting.push(child);
    }
  }
  return left >= 0;
}
