import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { deviceStorage } from "@/lib/browser/storage";
import { lazyModule } from "@/lib/lazy/lazyModule";
import type en from "@/locales/en";
import first from "@/locales/en/first";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    resources: typeof en;
  }
}

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

export async function startI18n() {
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    defaultNS: "app",
    resources: { en: first },
    partialBundledLanguages: true,
    interpolation: { escapeValue: false },
  });
  i18next.services.formatter?.add("number", (value: number, language) =>
    // Creating the first format of a page takes a phone 30 ms, and most numbers have nothing to group.
    Math.abs(value) < 1000 ? String(value) : value.toLocaleString(language),
  );
  await showLanguage(preferredLanguage()).catch(showPreferredLater);
}

/** English until the texts arrive: a page in another language is better than none. */
function showPreferredLater() {
  const stop = japanese.watch(() => {
    if (japanese.state.module === undefined) return;
    stop();
    void showLanguage(preferredLanguage());
  });
}

/** Rejects where the texts cannot be loaded. The choice is kept. */
export async function changeLanguage(language: Language) {
  deviceStorage.set(STORED, language);
  await showLanguage(language);
}

async function showLanguage(language: Language) {
  if (language === "ja" && !i18next.hasResourceBundle("ja", "app")) await loadJapanese();
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

const japanese = lazyModule(() => import("@/locales/ja"));

async function loadJapanese() {
  const { default: ja } = await japanese.load();
  for (const [namespace, texts] of Object.entries(ja)) i18next.addResourceBundle("ja", namespace, texts);
}
