/** Characters of the name's end that stay visible before the extension. */
const TAIL = 4;
/** A longer "extension" is a part of the name. */
const EXTENSION = /\.[\p{L}\p{N}]{1,8}$/u;
const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * A name in two parts. A narrow place cuts the first one, so that the extension stays visible. Marks that turn the
 * direction of a text are left out: they would show another extension than the file has.
 */
export function splitName(name: string): [start: string, end: string] {
  const plain = name.replace(/\p{Bidi_Control}/gu, "");
  const extension = EXTENSION.exec(plain)?.[0] ?? "";
  const stem = Array.from(segments.segment(plain.slice(0, plain.length - extension.length)), ({ segment }) => segment);
  return [stem.slice(0, -TAIL).join(""), stem.slice(-TAIL).join("") + extension];
}
