/** Lines that may be shown at once: a folded message shows some 18, and folding less than a third is no gain. */
const TALL = 26;
/** Characters of a wide line. A Chinese character takes two. */
const WIDTH = 80;
const WIDE_FROM = 0x2e80;

/** Tells whether a message has enough lines to hide the messages around it. */
export function isTall(text: string): boolean {
  if (text.length <= TALL) return false;
  let lines = 1;
  let width = 0;
  for (let at = 0; at < text.length && lines <= TALL; at++) {
    const code = text.charCodeAt(at);
    width += code >= WIDE_FROM ? 2 : 1;
    if (code !== NEWLINE && width <= WIDTH) continue;
    lines += 1;
    width = 0;
  }
  return lines > TALL;
}

const NEWLINE = 10;
