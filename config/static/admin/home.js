// Keeps the home's tiles fresh while somebody looks: only those that changed are replaced, so that nothing flickers and focus stays.
"use strict";
{
  const EVERY = 5_000;
  const SLOWEST = 60_000;
  const tiles = document.getElementById("home-tiles");
  const state = document.getElementById("home-state");
  let timer = 0;
  let wait = EVERY;

  const say = (word) => {
    // Said again, it would be read out again.
    if (state.textContent !== state.dataset[word]) state.textContent = state.dataset[word];
    state.className = word === "live" ? "" : "away";
  };

  const keysOf = (root) => [...root.querySelectorAll("[data-tile]")].map((tile) => tile.dataset.tile).join();

  const replace = (old, fresh) => {
    const links = [...old.querySelectorAll("a")];
    const focused = links.indexOf(document.activeElement);
    old.replaceWith(fresh);
    if (focused >= 0) fresh.querySelectorAll("a")[focused]?.focus();
  };

  const show = (html) => {
    const fresh = document.createElement("div");
    fresh.innerHTML = html;
    if (keysOf(fresh) !== keysOf(tiles)) {
      // A tile came, went or moved.
      tiles.replaceChildren(...fresh.childNodes);
      return;
    }
    for (const tile of fresh.querySelectorAll("[data-tile]")) {
      const old = tiles.querySelector(`[data-tile="${CSS.escape(tile.dataset.tile)}"]`);
      if (!old.isEqualNode(tile)) replace(old, tile);
    }
  };

  const refresh = async () => {
    try {
      const answer = await fetch(tiles.dataset.source, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(10_000) });
      if (answer.redirected || answer.status === 403) {
        say("out");
        return;
      }
      if (!answer.ok) throw new Error(answer.statusText);
      show(await answer.text());
      say("live");
      wait = EVERY;
    } catch {
      say("away");
      wait = Math.min(wait * 2, SLOWEST);
    }
    later(wait);
  };

  const later = (milliseconds) => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(refresh, milliseconds);
  };

  if (tiles) {
    say("live");
    later(EVERY);
    document.addEventListener("visibilitychange", () => later(document.hidden ? 0 : 200));
  }
}
