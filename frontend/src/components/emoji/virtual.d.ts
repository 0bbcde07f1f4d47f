declare module "virtual:emoji-names" {
  /** Emoji, English names, Japanese name, Japanese search words; names and words apart by spaces. */
  const rows: [emoji: string, names: string, japanese: string, words: string][];
  export default rows;
}
