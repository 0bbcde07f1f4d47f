/** Arabic, Syriac and Kaithi signs, which Unicode counts as format characters and fonts draw. */
const DRAWN = "\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}";
const BLANK = new RegExp(`^(?:(?![${DRAWN}])[\\s\\p{Cc}\\p{Cf}\\p{DI}\\u2800\\u{1d159}])*$`, "u");

/** Whether nothing of a text is drawn. The server has the same rule (core/text/blanks.py). */
export const isBlank = (text: string) => BLANK.test(text);
