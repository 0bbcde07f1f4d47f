export const LONGEST = 10_000;

const COUNTED_FROM = 9_500;

/** Counted as the server does, in code points: an emoji is not two characters. */
export function lengthOf(text: string) {
  return text.length < COUNTED_FROM ? text.length : [...text].length;
}

/** How many characters are left, once that matters. */
export function leftIn(text: string): number | null {
  const length = lengthOf(text);
  return length < COUNTED_FROM ? null : LONGEST - length;
}
