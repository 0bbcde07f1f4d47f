/** One emoji: a flag, a keycap, or a picture with its skin tone, its tags and what is joined to it. */
const ONE =
  /\p{RI}\p{RI}|[\d#*]\ufe0f?\u20e3|(?![\p{RI}\p{Emoji_Modifier}])(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}(?=[\ufe0f\p{Emoji_Modifier}]))[\ufe0f\p{Emoji_Modifier}]*[\u{e0020}-\u{e007f}]*(?:\u200d\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*)*/u;
const FEW = new RegExp(`^(?:\\s*(?:${ONE.source}))+\\s*$`, "u");
/** Characters of a dozen families, the longest emoji. */
const MOST_CHARACTERS = 150;
const MOST = 12;

/** Tells whether a text is nothing but a few emoji. */
export function isFewEmoji(text: string) {
  if (text.length > MOST_CHARACTERS || !FEW.test(text)) return false;
  return (text.match(new RegExp(ONE.source, "gu"))?.length ?? 0) <= MOST;
}
