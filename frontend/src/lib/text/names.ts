/** Kana, Chinese characters, hangul and Thai: a name may begin or end beside any of them, as in chat/mentions.py. */
const UNSPACED = "\\u0e00-\\u0e7f\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const IS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");

/** Width and case make no difference. */
export const foldedName = (name: string) => name.normalize("NFKC").toLowerCase();

/** A sign that begins a name: not behind a letter, as in an email address, nor behind another sign. */
export const signPattern = (signs: string, notBefore: string) =>
  new RegExp(`(?<=^|[^\\p{L}\\p{N}\\p{M}${signs}${notBefore}]|[${UNSPACED}])[${signs}]`, "gu");

/** Tells whether a name may end between these texts. `joins`: what a longer name goes on with. */
export function mayEnd(name: string, rest: string, joins: RegExp) {
  const [last = "", next = ""] = [Array.from(name).at(-1), Array.from(rest.slice(0, 2))[0]];
  return !joins.test(rest) || IS_UNSPACED.test(last) || IS_UNSPACED.test(next);
}

/** How many characters of the written text spell the folded name; undefined where it does not begin with it. */
export function lengthOf(name: string, written: string): number | undefined {
  if (written.slice(0, name.length).toLowerCase() === name) return name.length;
  for (let length = 1; length <= written.length; length++) {
    if (foldedName(written.slice(0, length)) === name) return length;
  }
  return undefined;
}
