export const LONGEST = 10_000;

const COUNTED_FROM = 9_500;

/** Counts code points, as the server does: an emoji is one character. */
export function lengthOf(text: string) {
  return text.length < COUNTED_FROM ? text.length : [...text].length;
}

/** Characters left; null while there are plenty. */
export function leftIn(text: string): number | null {
  const length = lengthOf(text);
  return length < COUNTED_FROM ? null : LONGEST - length;
}
