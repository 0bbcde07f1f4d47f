import { useTranslation } from "react-i18next";

const BROWSERS = [
  ["Edge", /Edg(?:e|A|iOS)?\//],
  ["Firefox", /Firefox\/|FxiOS\//],
  ["Opera", /OPR\//],
  ["Chrome", /Chrom(?:e|ium)\/|CriOS\//],
  ["Safari", /Safari\//],
] as const;

const SYSTEMS = [
  ["Android", /Android/],
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Windows", /Windows/],
  ["macOS", /Mac OS X/],
  ["Linux", /Linux/],
] as const;

/**
 * Browser and system of a User-Agent, enough to tell one's own devices apart. The order matters, because each browser
 * claims to be the next ones too.
 */
export function deviceOf(userAgent: string) {
  const match = (table: readonly (readonly [string, RegExp])[]) => table.find(([, mark]) => mark.test(userAgent))?.[0];
  const system = match(SYSTEMS);
  return { browser: match(BROWSERS), system, isPhone: system === "Android" || system === "iPhone" };
}

/** "Firefox on Linux", where both are known. */
export function useDeviceName(userAgent: string) {
  const { t } = useTranslation();
  const { browser, system } = deviceOf(userAgent);
  return browser && system ? t("browserOn", { browser, system }) : (browser ?? system ?? t("unknownDevice"));
}
