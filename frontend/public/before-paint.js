// Blocking, and a file of its own: the content security policy allows no inline script,
// and a theme or language set later would be seen to change.
(() => {
  const root = document.documentElement;
  const theme = localStorage.getItem("irori.theme");
  if (theme === "light" || theme === "dark") {
    root.dataset.theme = theme;
    for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
      meta.setAttribute("media", meta.dataset.of === theme ? "all" : "not all");
    }
  }
  root.dataset.at = location.pathname === "/" ? "home" : "page";
  const known = ["en", "ja"];
  const stored = localStorage.getItem("irori.language");
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => known.includes(tag));
  root.lang = known.includes(stored) ? stored : (spoken ?? "en");
})();
