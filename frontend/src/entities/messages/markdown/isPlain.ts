/** Letters, digits, emoji, and punctuation without meaning to Markdown inside a line. */
const PLAIN =
  /^\p{L}[\p{L}\p{M}\p{N}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Join_Control}\p{Variation_Selector} ,.?!'"()’‘“”…–—:;%、。，．！？（）「」『』・〜：；]*$/u;

/**
 * Tells whether Markdown would render the text as one unchanged paragraph. Most messages are such, and parsing them was
 * half of the time to show a room.
 */
export const isPlain = (text: string) => PLAIN.test(text) && !text.endsWith(" ") && !/www\./i.test(text);
