/** `indices` are ascending counts of code points from the start of the text; returns the UTF-16 indices of the same places. */
export function toUtf16(text: string, indices: readonly number[]): number[] {
  const places: number[] = [];
  let points = 0;
  let at = 0;
  for (const wanted of indices) {
    for (; points < wanted && at < text.length; points++) at += widthAt(text, at);
    places.push(at);
  }
  return places;
}

const widthAt = (text: string, at: number) => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
