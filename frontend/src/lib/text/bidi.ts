const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const FIRST_STRONG = "\u2068";
const POP = "\u2069";

/**
 * Isolates somebody's text inside a sentence, where no element does: right-to-left text must not reorder the words
 * around it.
 */
export function isolated(text: string) {
  const plain = text.replace(/\p{Bidi_Control}/gu, "");
  return RIGHT_TO_LEFT.test(plain) ? `${FIRST_STRONG}${plain}${POP}` : plain;
}
