// Narrow the list of models down to what is typed.
"use strict";
{
  const input = document.getElementById("nav-filter");
  const groups = [...document.querySelectorAll("#nav-sidebar [data-group]")];
  const empty = document.getElementById("nav-empty");

  const narrow = () => {
    const wanted = input.value.normalize("NFKC").trim().toLowerCase();
    let shown = 0;
    for (const group of groups) {
      const title = group.dataset.group.toLowerCase().includes(wanted);
      let here = 0;
      for (const row of group.querySelectorAll("li")) {
        row.hidden = !title && !row.textContent.normalize("NFKC").toLowerCase().includes(wanted);
        here += row.hidden ? 0 : 1;
      }
      group.hidden = here === 0;
      shown += here;
    }
    empty.hidden = shown > 0;
  };

  if (input) {
    input.addEventListener("input", narrow);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && input.value && !event.isComposing) {
        document.querySelector("#nav-sidebar li:not([hidden]) a")?.click();
      }
    });
    // As in the web app, one key goes anywhere.
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        const nav = document.getElementById("nav-sidebar");
        if (input.offsetParent === null) nav.showPopover?.();
        input.focus();
        input.select();
      }
    });
  }
}
