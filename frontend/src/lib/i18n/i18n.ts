import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { isolated } from "@/lib/text/bidi";
import type en from "@/locales/en";
import { type Language, loadTexts, type Part, preferredLanguage, rememberLanguage } from "./languages";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    resources: typeof en;
  }
}

const parts = new Set<Part>(["first"]);
let chosen: Language | undefined;

let started: Promise<void> | undefined;

export function startI18n() {
  started = start();
  return started;
}

async function start() {
  const language = preferredLanguage();
  const texts = await Promise.all([...parts].map((part) => loadTexts(language, part)));
  await i18next.use(initReactI18next).init({
    lng: language,
    // A test holds both languages to the same texts.
    fallbackLng: false,
    defaultNS: "app",
    resources: { [language]: Object.assign({}, ...texts) },
    partialBundledLanguages: true,
    // React escapes. Names and texts inside a sentence keep their direction to themselves.
    interpolation: { escape: isolated },
  });
  i18next.services.formatter?.add("number", (value: number, language) =>
    // Creating the first format of a page takes a phone 30 ms, and most numbers have nothing to group.
    Math.abs(value) < 1000 ? String(value) : value.toLocaleString(language),
  );
  document.documentElement.lang = language;
}

/** Waits for the texts, however long that takes. The choice is kept. */
export async function changeLanguage(language: Language) {
  chosen = language;
  rememberLanguage(language);
  await showLanguage(language);
}

/** Loads texts that the first page leaves out, in the language that is shown and in those that follow. */
export async function addTexts(part: Part) {
  parts.add(part);
  // Else they come with the first ones.
  if (!started) return;
  await started;
  await addTextsOf(i18next.language as Language, part);
}

async function showLanguage(language: Language) {
  await Promise.all([...parts].map((part) => addTextsOf(language, part)));
  // Another one was chosen during the load.
  if (chosen !== language) return;
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

async function addTextsOf(language: Language, part: Part) {
  const texts = await loadTexts(language, part);
  for (const [namespace, resources] of Object.entries(texts)) {
    i18next.addResourceBundle(language, namespace, resources);
  }
}
