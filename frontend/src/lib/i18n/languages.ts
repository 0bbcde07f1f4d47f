import { deviceStorage } from "@/lib/browser/storage";
import { type LazyModule, lazyModule } from "@/lib/lazy/lazyModule";
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

/** What is loaded as one file: what any page may say, what the signed-in may be told, and what only one part says. */
export type Part = "first" | "signedIn" | "attachments" | "formatting" | "inbox" | "moderation" | "search" | "settings";

const TEXTS: Record<Language, Record<Part, LazyModule<{ default: object }>>> = {
  en: {
    first: lazyModule(() => import("@/locales/en/first")),
    signedIn: lazyModule(() => import("@/locales/en/signedIn")),
    attachments: lazyModule(() => import("@/locales/en/attachments.json")),
    formatting: lazyModule(() => import("@/locales/en/formatting.json")),
    inbox: lazyModule(() => import("@/locales/en/inbox.json")),
    moderation: lazyModule(() => import("@/locales/en/moderation.json")),
    search: lazyModule(() => import("@/locales/en/search.json")),
    settings: lazyModule(() => import("@/locales/en/settings.json")),
  },
  ja: {
    first: lazyModule(() => import("@/locales/ja/first")),
    signedIn: lazyModule(() => import("@/locales/ja/signedIn")),
    attachments: lazyModule(() => import("@/locales/ja/attachments.json")),
    formatting: lazyModule(() => import("@/locales/ja/formatting.json")),
    inbox: lazyModule(() => import("@/locales/ja/inbox.json")),
    moderation: lazyModule(() => import("@/locales/ja/moderation.json")),
    search: lazyModule(() => import("@/locales/ja/search.json")),
    settings: lazyModule(() => import("@/locales/ja/settings.json")),
  },
};

/** Texts by namespace. A language that is not shown is never loaded. */
export async function loadTexts(language: Language, part: Part): Promise<Texts> {
  const { default: texts } = await TEXTS[language][part].whenLoaded();
  return part === "first" || part === "signedIn" ? texts : { [part]: texts };
}
