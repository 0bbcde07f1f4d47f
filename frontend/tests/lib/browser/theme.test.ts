// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { chooseTheme } from "@/lib/browser/theme";
import page from "../../../index.html?raw";

/** Which of the page's two colours the browser's own bars take, by their media queries. */
const bars = () =>
  Object.fromEntries(
    [...document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")].map((each) => [
      each.content,
      each.getAttribute("media"),
    ]),
  );
const LIGHT = "#FBFAF7";
const DARK = "#1A1816";

beforeEach(() => {
  localStorage.clear();
  document.documentElement.removeAttribute("data-theme");
  document.head.innerHTML = new DOMParser().parseFromString(page, "text/html").head.innerHTML;
});

const beforePaint = new DOMParser().parseFromString(page, "text/html").querySelector("script:not([src])")?.textContent;

const reload = () => new Function(beforePaint ?? "throw new Error()")();

describe("the colour of the browser's bars", () => {
  const byTheSystem = { [LIGHT]: "(prefers-color-scheme: light)", [DARK]: "(prefers-color-scheme: dark)" };

  it("is the system's until a theme is chosen, and again when it is unchosen", () => {
    reload();
    expect(bars()).toEqual(byTheSystem);
    chooseTheme("dark");
    chooseTheme("system");
    expect(bars()).toEqual(byTheSystem);
  });

  it.each([
    ["light", { [LIGHT]: "all", [DARK]: "not all" }],
    ["dark", { [LIGHT]: "not all", [DARK]: "all" }],
  ] as const)("follows a theme chosen by hand, at once and after a reload: %s", (theme, expected) => {
    chooseTheme(theme);
    expect(bars()).toEqual(expected);
    document.head.innerHTML = new DOMParser().parseFromString(page, "text/html").head.innerHTML;
    reload();
    expect(bars()).toEqual(expected);
    expect(document.documentElement.dataset.theme).toBe(theme);
  });
});
