// In the head and not deferred: a theme set later would be seen to change. The web app stores the choice under the same key.
"use strict";
{
  const STORED = "irori.theme";
  const NEXT = { system: "light", light: "dark", dark: "system" };

  // A browser that forbids storage throws.
  const attempt = (work) => {
    try {
      return work();
    } catch {
      return null;
    }
  };
  const chosen = () => {
    const theme = attempt(() => localStorage.getItem(STORED));
    return theme === "light" || theme === "dark" ? theme : "system";
  };
  const show = (theme) => {
    document.documentElement.dataset.theme = theme;
  };

  show(chosen());
  addEventListener("storage", ({ key }) => key === STORED && show(chosen()));
  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll(".theme-toggle")) {
      button.addEventListener("click", () => {
        const theme = NEXT[document.documentElement.dataset.theme];
        attempt(() => localStorage.setItem(STORED, theme));
        show(theme);
      });
    }
  });
}
