const LATIN_ACCENTS = /([a-z])[\u0300-\u036f]+/g;
/** Latin letters with a stroke, which have no decomposition, and the dotless i. */
const STROKES: Record<string, string> = { ø: "o", đ: "d", ł: "l", ħ: "h", ŧ: "t", ı: "i" };

/**
 * The form in which texts are searched and filtered: without case, width and Latin accents. The server has the same one
 * (`searchable` in core/text/unicode.py).
 */
export function searchFold(text: string) {
  // Upper case between, because ß is SS in it; σ has two small letters.
  const folded = text
    .normalize("NFKC")
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ς", "σ")
    .normalize("NFKC");
  const plain = folded.replace(/[øđłħŧı]/g, (letter) => STROKES[letter] ?? letter);
  return plain.normalize("NFD").replace(LATIN_ACCENTS, "$1").normalize("NFC");
}
