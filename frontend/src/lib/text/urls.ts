export type FoundUrl = {
  start: number;
  end: number /** Null for schemes that a chat does not open. */;
  href: string | null;
};

/** An opening bracket and the closing one that belongs to it. */
const PAIRS: Record<string, string> = { ")": "(", "]": "[", "}": "{" };
const OPENING = new Set(Object.values(PAIRS));
/** White space and what no URL contains. Outside ASCII: also punctuation and symbols, because 。 and 」 end a URL. */
const END = /[\s\p{C}<>"`\\]|(?![!-~・])[\p{P}\p{S}\p{Z}]/u;
const TRAILING = new Set("!&'*,.:;?_~・([{");
const SCHEME = /[a-z][a-z0-9+.-]*$/i;
const LONGEST_SCHEME = 20;
const WEB = /^https?:\/\/[\p{L}\p{N}[]/iu;
const WWW = /^www\.[\p{L}\p{N}]/iu;
const LATIN = /[\p{Script=Latin}\p{N}_]/u;
/** 「example.orgを見て」: a top level domain has one script, so the host ends before を. */
const HOST_BEFORE_WORDS = /^(?:[a-z]+:\/\/)?[^/?#]*\.[a-z]{2,}(?=[^!-~][^./?#]*(?:[/?#]|$))/i;

/**
 * The bare URLs of a text, in its order. It takes linear time: what was read for one candidate is not read for the next
 * one.
 */
export function urlsIn(text: string): FoundUrl[] {
  const found: FoundUrl[] = [];
  let after = 0;
  for (const { index } of text.matchAll(/:\/\/|www\./gi)) {
    if (index < after) continue;
    const start = startOf(text, index, after);
    if (start === null) continue;
    const end = endOf(text, start);
    after = end;
    const url = trimmed(text, start, end);
    const web = WWW.test(url) ? `http://${url}` : url;
    const href = WEB.test(web) && URL.canParse(web) ? withPlainScheme(web) : null;
    found.push({ start, end: start + url.length, href });
  }
  return found;
}

/** The sanitizer knows schemes in small letters. */
export const withPlainScheme = (url: string) => url.replace(/^[a-z]+:/i, (scheme) => scheme.toLowerCase());

function startOf(text: string, index: number, after: number): number | null {
  if (text[index] !== ":") return LATIN.test(text[index - 1] ?? "") ? null : index;
  const before = text.slice(Math.max(after, index - LONGEST_SCHEME), index);
  const scheme = SCHEME.exec(before)?.[0] ?? "";
  // "見て.https://" has a full stop before the scheme, and "2https://" a digit.
  const known = /https?$/i.exec(scheme)?.[0];
  if (known && !/[a-z]$/i.test(scheme.slice(0, -known.length))) return index - known.length;
  return scheme ? index - scheme.length : null;
}

function endOf(text: string, start: number) {
  const open: string[] = [];
  let end = start;
  for (const character of text.slice(start)) {
    if (END.test(character)) break;
    // Two of them are Markdown's: 「**https://example.org/**です」.
    if ((character === "*" || character === "~") && text[end + 1] === character) break;
    if (OPENING.has(character)) open.push(character);
    else if (character in PAIRS && open.pop() !== PAIRS[character]) break;
    end += character.length;
  }
  return end;
}

function trimmed(text: string, start: number, end: number) {
  let last = end;
  while (last > start && TRAILING.has(text[last - 1] ?? "")) last -= 1;
  const url = text.slice(start, last);
  return HOST_BEFORE_WORDS.exec(url)?.[0] ?? url;
}
