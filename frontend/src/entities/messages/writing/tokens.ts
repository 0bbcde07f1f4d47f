export type TokenKind = "person" | "room" | "emoji";

/** The unfinished name before the caret: what it begins with, its text and its place. */
export type Token = { kind: TokenKind; from: number; to: number; typed: string };

/** An emoji's name begins with a colon, and holds letters of any writing. */
const NAME = String.raw`[\p{L}\p{M}\p{N}ー_+-]`;
/** "10:30", "https://" and "note:text" are no names of emoji. Japanese text has no spaces before an ASCII name. */
const BEFORE_NAME = String.raw`(?<![\p{L}\p{M}\p{N}_:：/])[:：]`;
const BEFORE_ASCII = String.raw`(?<=[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー]):(?=[a-z0-9_+-]+:?$)`;

const UNFINISHED: [TokenKind, RegExp][] = [
  ["person", /(?<![\p{Script=Latin}\p{N}_@＠])[@＠]([\p{L}\p{M}\p{N}_.-]{0,40})$/u],
  ["room", /(?<![\p{Script=Latin}\p{N}_#＃&/])[#＃]([\p{L}\p{M}\p{N}ー_.-]{0,40})$/u],
  ["emoji", new RegExp(`(?:${BEFORE_NAME}|${BEFORE_ASCII})(${NAME}{1,40})$`, "u")],
];
const FINISHED = new RegExp(`(?:${BEFORE_NAME}|${BEFORE_ASCII})(${NAME}{1,40})[:：]$`, "u");
/** One letter after a colon is mostly a smiley, such as ":D". */
const SMILEY = /^[\x20-\x7e]$/;

export function tokenAt(text: string, caret: number): Token | null {
  const before = text.slice(0, caret);
  for (const [kind, pattern] of UNFINISHED) {
    const typed = pattern.exec(before)?.[1];
    if (typed === undefined) continue;
    if ((kind === "emoji" && SMILEY.test(typed)) || isInCode(before)) return null;
    return { kind, from: caret - typed.length - 1, to: caret, typed };
  }
  return null;
}

/** The name of an emoji between two colons that ends at the caret. */
export function finishedNameAt(text: string, caret: number): Token | null {
  const before = text.slice(0, caret);
  const typed = FINISHED.exec(before)?.[1];
  if (typed === undefined || isInCode(before)) return null;
  return { kind: "emoji", from: caret - typed.length - 2, to: caret, typed };
}

/** The text with the emoji of all names between colons that have one. */
export function replaceFinishedNames(text: string, emojiNamed: (name: string) => string | undefined) {
  let done = "";
  let from = 0;
  for (const { index } of text.matchAll(/[:：]/g)) {
    const name = finishedNameAt(text, index + 1);
    const emoji = name && name.from >= from ? emojiNamed(name.typed) : undefined;
    if (!name || !emoji) continue;
    done += text.slice(from, name.from) + emoji;
    from = name.to;
  }
  return done + text.slice(from);
}

/** Whether a text ends in a fence, or in a code span of its last line. */
function isInCode(before: string) {
  const lines = before.split("\n");
  const fences = lines.filter((line) => /^\s*(```|~~~)/.test(line)).length;
  const ticks = lines.at(-1)?.match(/`/g)?.length ?? 0;
  return fences % 2 === 1 || ticks % 2 === 1;
}
