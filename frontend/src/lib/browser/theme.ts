import { deviceStorage } from "./storage";

export type Theme = "system" | "light" | "dark";

/** Also read by index.html. */
const STORED = "irori.theme";

export function chosenTheme(): Theme {
  const stored = deviceStorage.get(STORED);
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function chooseTheme(theme: Theme) {
  deviceStorage.set(STORED, theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) {
    const { of } = meta.dataset;
    const chosen = theme === of ? "all" : "not all";
    meta.setAttribute("media", theme === "system" ? `(prefers-color-scheme: ${of})` : chosen);
  }
}
