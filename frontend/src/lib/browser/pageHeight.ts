/** Pinching zooms the page by more than this. */
const NOT_ZOOMED = 1.01;

/**
 * Keeps --page-height at the height that an on-screen keyboard leaves, for browsers that lay the keyboard over the page
 * instead of resizing it (Safari on phones). Zooming changes nothing.
 */
export function followKeyboard() {
  const view = window.visualViewport;
  if (!view) return;
  const fit = () => {
    const isCovered = view.scale < NOT_ZOOMED && Math.round(view.height) < innerHeight;
    document.documentElement.style.setProperty("--page-height", isCovered ? `${Math.round(view.height)}px` : "100dvh");
    // The browser scrolled the field into view before the page was as low as this.
    if (isCovered && view.offsetTop > 0) scrollTo(0, 0);
  };
  view.addEventListener("resize", fit);
  view.addEventListener("scroll", fit);
}
