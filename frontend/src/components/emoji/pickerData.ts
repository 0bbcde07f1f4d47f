import { defaultEmojiDataResolver, type EmojiData } from "frimousse";
import { type LazyModule, lazyModule } from "@/lib/lazy/lazyModule";

declare const EMOJI_DATA: string;

const emojibaseUrl = `${location.origin}${import.meta.env.BASE_URL}${EMOJI_DATA}`;
const byLanguage = new Map<string, LazyModule<EmojiData>>();

/** The picker's emoji in a language. The picker itself would not say that they could not be loaded. */
export function pickerData(language: string): LazyModule<EmojiData> {
  const known = byLanguage.get(language) ?? lazyModule(() => load(language));
  byLanguage.set(language, known);
  return known;
}

async function load(language: string): Promise<EmojiData> {
  return defaultEmojiDataResolver(language, { emojibaseUrl });
}
