/** UTF-16 units, ascending, from and to. */
export type Range = readonly [from: number, to: number];

/** A link's target. As in the renderer, one of another scheme is shown as it was typed. */
const TARGET = /^(?:(?:https?|ircs?|mailto|xmpp):|[^:]*(?:[/?#]|$))/i;

/** What has a meaning inside a line, longest first. Between the parts of an address nothing has. */
const INLINE =
  /\\[!-/:-@[-`{-~]|(?<code>`+)|!?\[(?<label>[^[\]\n]+)\]\((?<target>[^\s()<>]+)(?:\s+"[^"\n]*")?\)|https?:\/\/[^\s*`]+|(?<run>\*+|_+|~~)/gi;

const QUOTE = /^[ \t]*(?:>[ \t]*)+(?=[^\s>])/;
const BEFORE_LINE = /^[ \t]*(?:#{1,6}[ \t]+(?=\S)|(?:[-*+][ \t]+(?=\S))*)/;
const FENCE = /^[ \t>]*(`{3,}(?=[^`]*$)|~{3,})/;
const RULE = /^[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
/** The second line of a table. */
const TABLE = /^(?=.*\|)(?=.*-)[\s|:-]+$/;
const PIPE = /\\.|\|/g;
/** What goes on with the paragraph of the line before it. */
const GOES_ON = /^[ \t]*(?!#{1,6}[ \t]|[-*+>][ \t]|>|\d{1,9}[.)][ \t])\S/;

/**
 * Where a message's Markdown has marks that its room draws as something else than characters.
 *
 * The parser knows it exactly, and is too slow and too large for a line of the list of rooms. What is in doubt is no mark:
 * apart from targets of links no letter and no digit is ever in one. chat/plain_text.py does the same for notifications.
 */
export function markdownMarks(text: string): Range[] {
  const marks: Range[] = [];
  const lines = text.split("\n");
  let fence = "";
  let isTable = false;
  let at = 0;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const [opening = "", mark = ""] = FENCE.exec(line) ?? [];
    const quote = QUOTE.exec(line)?.[0].length ?? 0;
    const content = line.slice(quote);
    let length = line.length;
    const next = lines[index + 1] ?? "";
    const isHeader = TABLE.test(quote ? next.replace(QUOTE, "") : next);
    isTable = !fence && !mark && content.includes("|") && (isTable || isHeader);
    if (fence) {
      if (mark.startsWith(fence) && line.slice(opening.length).trim() === "") {
        marks.push([at, at + length]);
        fence = "";
      }
    } else if (mark) {
      marks.push([at, at + opening.length]);
      fence = mark;
    } else if (RULE.test(content) || TABLE.test(content)) {
      marks.push([at, at + length]);
    } else {
      const begin = quote + (isTable ? 0 : (BEFORE_LINE.exec(content)?.[0].length ?? 0));
      const rest = isTable ? [line] : paragraph(lines, index, begin);
      index += rest.length - 1;
      const source = rest.join("\n");
      length = source.length;
      const inside = isTable ? inCells(source, begin) : inLine(source, begin, length);
      marks.push([at, at + begin], ...moved(inside, at));
    }
    at += length + 1;
  }
  return marks.filter(([from, to]) => from < to);
}

/** The lines in which marks belong together. A line with a mark of its own before it stands alone. */
function paragraph(lines: readonly string[], from: number, begin: number) {
  const first = lines[from] ?? "";
  let end = from + 1;
  if (first.trim() && !first.slice(0, begin).trim()) {
    while (end < lines.length && goesOn(lines[end], lines[end + 1])) end++;
  }
  return lines.slice(from, end);
}

const goesOn = (line = "", next = "") =>
  GOES_ON.test(line) &&
  !FENCE.test(line) &&
  !RULE.test(line) &&
  !TABLE.test(line) &&
  !(line.includes("|") && TABLE.test(next));

/** A bar without a space beside it stays, so that words stay apart. */
function inCells(line: string, from: number): Range[] {
  const marks: Range[] = [];
  let begin = from;
  for (const { 0: found, index } of line.slice(from).matchAll(PIPE)) {
    if (found !== "|") continue;
    const bar = from + index;
    marks.push(...inCell(line.slice(begin, bar), begin));
    if (bar === from || !/^\S\|\S/.test(line.slice(bar - 1, bar + 2))) marks.push([bar, bar + 1]);
    begin = bar + 1;
  }
  return [...marks, ...inCell(line.slice(begin), begin)];
}

const inCell = (cell: string, at: number) => moved(inLine(cell, 0, cell.length), at);
const moved = (ranges: readonly Range[], by: number) => ranges.map(([from, to]): Range => [from + by, to + by]);

type Opening = { mark: string; at: number };

function inLine(line: string, from: number, end: number): Range[] {
  const marks: Range[] = [];
  const openings: Opening[] = [];
  const pattern = new RegExp(INLINE);
  pattern.lastIndex = from;
  for (let found = pattern.exec(line); found && found.index < end; found = pattern.exec(line)) {
    const [whole] = found;
    const { code, label, target = "", run } = found.groups ?? {};
    const after = found.index + whole.length;
    if (whole.startsWith("\\")) marks.push([found.index, found.index + 1]);
    else if (code) pattern.lastIndex = inCode(line, found.index, end, code, marks);
    else if (label && TARGET.test(target)) {
      const open = found.index + whole.indexOf("[") + 1;
      const inside = inLine(line, open, open + label.length);
      marks.push([found.index, open], ...inside, [open + label.length, after]);
    } else if (run) emphasis(line, { mark: run, at: found.index }, openings, marks);
  }
  return marks.toSorted(([one], [other]) => one - other);
}

/** Returns where the text goes on behind the code, or behind marks that nothing closes. */
function inCode(line: string, from: number, end: number, mark: string, marks: Range[]): number {
  const begin = from + mark.length;
  for (const { 0: run, index } of line.slice(begin, end).matchAll(/`+/g)) {
    if (run !== mark) continue;
    const close = begin + index;
    if (line.slice(begin, close).trim()) marks.push([from, begin], [close, close + mark.length]);
    return close + mark.length;
  }
  return begin;
}

function emphasis(line: string, run: Opening, openings: Opening[], marks: Range[]) {
  const { mark, at } = run;
  // A character outside the first plane has two units.
  const [before, after] = [line.slice(Math.max(0, at - 2), at), line.slice(at + mark.length, at + mark.length + 2)];
  const [opens, closes] = [beginsWord(before, after), endsWord(before, after)];
  const isWordly = mark.startsWith("_") && IS_WORD_END.test(before) && IS_WORD_START.test(after);
  if (mark.length > 3 || isWordly) return;
  const last = closes ? openings.findLastIndex((each) => each.mark === mark) : -1;
  const opening = openings[last];
  if (opening) {
    openings.length = last;
    if (!isIdentifier(line.slice(opening.at, at + mark.length))) {
      marks.push([opening.at, opening.at + mark.length], [at, at + mark.length]);
    }
  } else if (opens) openings.push(run);
}

const IS_WORD_END = /[\p{L}\p{N}]$/u;
const IS_WORD_START = /^[\p{L}\p{N}]/u;
const WIDE = "[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\u3000-\\u303f\\uff00-\\uffef]";
const ENDS_FREELY = new RegExp(`(?:^|[\\s\\p{P}\\p{S}]|${WIDE})$`, "u");
const BEGINS_FREELY = new RegExp(`^(?:$|[\\s\\p{P}\\p{S}]|${WIDE})`, "u");

const beginsWord = (before: string, after: string) =>
  /^\S/.test(after) && (!/^[\p{P}\p{S}]/u.test(after) || ENDS_FREELY.test(before));
const endsWord = (before: string, after: string) =>
  /\S$/.test(before) && (!/[\p{P}\p{S}]$/u.test(before) || BEGINS_FREELY.test(after));

/** Such as `__init__`: what the renderer shows as it was typed. */
const isIdentifier = (source: string) =>
  /^__[\w$.]+__$/.test(source) || (/^_[\w$.]+_$/.test(source) && !/^_(?:[A-Z]?[a-z]+|[A-Z]+)_$/.test(source));

/** A text without its marks, and where a place of it is then. */
export function withoutMarks(text: string) {
  const marks = markdownMarks(text);
  let shown = "";
  let at = 0;
  for (const [from, to] of marks) {
    shown += text.slice(at, from);
    at = to;
  }
  shown += text.slice(at);
  const placeOf = (place: number) => {
    let hidden = 0;
    for (const [from, to] of marks) {
      if (from >= place) break;
      hidden += Math.min(to, place) - from;
    }
    return place - hidden;
  };
  return { shown, placeOf };
}
