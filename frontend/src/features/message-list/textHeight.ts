import { isTall } from "@/entities/messages/row/isTall";

/** Pixels, as `text-message` sets a text. */
export const LINE_HEIGHT = 24;
const WIDE = 15;
const NARROW = 7;
/** Chinese and Japanese characters and what stands between them; everything above is as wide. */
const WIDE_FROM = 0x2e80;
/** Of a message that is folded, with the button below it. */
const FOLDED = 460;
const NEWLINE = 10;

/**
 * How tall a text will be in a column of this width, from its characters alone. Where a list expects rows that are far
 * too low, it renders many that nobody sees.
 */
export function textHeight(text: string, column: number): number {
  if (isTall(text)) return FOLDED;
  let lines = 1;
  let width = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const next = code >= WIDE_FROM ? WIDE : NARROW;
    if (code === NEWLINE || width + next > column) {
      lines += 1;
      width = 0;
    }
    if (code !== NEWLINE) width += next;
  }
  return lines * LINE_HEIGHT;
}
