import { deviceStorage } from "@/lib/browser/storage";
import { untilLoaded } from "@/lib/http/untilLoaded";
import type en from "@/locales/en";

export const LANGUAGES = { en: "English", ja: "日本語" } as const;

export type Language = keyof typeof LANGUAGES;

/** Also read by index.html. */
const STORED = "irori.language";

const isLanguage = (value: unknown): value is Language => typeof value === "string" && value in LANGUAGES;

export function preferredLanguage(): Language {
  const stored = deviceStorage.get(STORED);
  if (isLanguage(stored)) return stored;
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage);
  return spoken ?? "en";
}

export function rememberLanguage(language: Language) {
  deviceStorage.set(STORED, language);
}

type Texts = Partial<Record<keyof typeof en, object>>;

/** What is loaded as one file: what the first page may say, and what only one part says. */
export type Part = "first" | "formatting" | "settings";

const TEXTS: Record<Language, Record<Part, () => Promise<Texts>>> = {
  en: {
    first: async () => (await import("@/locales/en/first")).default,
    formatting: async () => ({ formatting: (await import("@/locales/en/formatting.json")).default }),
    settings: async () => ({ settings: (await import("@/locales/en/settings.json")).default }),
  },
  ja: {
    first: async () => (await import("@/locales/ja/first")).default,
    formatting: async () => ({ formatting: (await import("@/locales/ja/formatting.json")).default }),
    settings: async () => ({ settings: (await import("@/locales/ja/settings.json")).default }),
  },
};

/** Texts by namespace. A language that is not shown is never loaded. */
export function loadTexts(language: Language, part: Part) {
  return untilLoaded(TEXTS[language][part]);
}
