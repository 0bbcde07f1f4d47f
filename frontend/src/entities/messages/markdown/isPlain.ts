/** Letters, digits, emoji, and marks that mean nothing to Markdown within a line. */
const PLAIN =
  /^\p{L}[\p{L}\p{M}\p{N}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Join_Control}\p{Variation_Selector} ,.?!'"()’‘“”…–—:;%、。，．！？（）「」『』・〜：；]*$/u;

/** Whether a message is one paragraph that Markdown leaves as it is. Most are, and parsing them was half of what showing a room took. */
export const isPlain = (text: string) => PLAIN.test(text) && !text.endsWith(" ") && !/www\./i.test(text);
