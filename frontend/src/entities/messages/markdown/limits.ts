import type { Element, Root } from "hast";

/**
 * Limits on the markup of one message. Each is far above what people write in 10,000 characters. Parsing takes
 * quadratic time in some of them; at any one limit a message takes about as long as an ordinary message of its length.
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

/** Depth of nested quotes and lists, and their number. */
const DEEPEST = 32;
const MOST_NESTED = 1000;
/** Cells of all tables. A short row is filled up to the width of its table. */
const MOST_CELLS = 2000;
/** The parser searches for the end of a URL from each of these characters. */
const LONGEST_PUNCTUATION = 200;

const PUNCTUATION = new RegExp(`[!"&'()*,.:;<>?\\]_}~]{${LONGEST_PUNCTUATION + 1}}`);

/** Tells whether a text can be parsed without blocking the page. Checked before, because a parser cannot be stopped. */
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

/** Upper bound on the number of lists around a line. */
const indentationOf = (prefix: string) => countOf(prefix, / {2}/g) + 2 * countOf(prefix, /\t/g);

const DELIMITERS = /^[\s|:\-*+>\d.)]+$/;

/** Upper bound on the cells: each table ends at a blank line or before. */
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
/** A code block renders a copy button too. */
const WEIGHTS: Record<string, number> = { pre: 10 };

/** Tells whether the parsed tree can be rendered without blocking the page. */
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
