// What every page of the admin needs of a script: names on the cells of cards, and a list of pages that narrows down to what is typed.
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

  // On a phone a row is a card: each cell says of which column it is.
  const titles = [...document.querySelectorAll("#result_list thead th")].map((title) =>
    title.querySelector(".text")?.textContent.trim(),
  );
  for (const row of document.querySelectorAll("#result_list tbody tr")) {
    [...row.children].forEach((cell, number) => {
      if (titles[number] && !cell.matches(".action-checkbox")) cell.dataset.label = titles[number];
    });
  }

  // Django's scripts make these without names that a screen reader finds.
  const nameWidgets = () => {
    for (const icon of document.querySelectorAll(".search-label-icon")) icon.setAttribute("role", "img");
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
      const box = select.nextElementSibling?.querySelector(".select2-selection");
      if (!label || !box) continue;
      label.id ||= `${select.id}-label`;
      const chosen = box.querySelector(".select2-selection__rendered");
      box.setAttribute("aria-labelledby", `${label.id} ${chosen?.id ?? ""}`.trim());
      // Within a combobox it is the box's text, and no field of its own.
      chosen?.removeAttribute("role");
      chosen?.removeAttribute("aria-readonly");
    }
  };
  // Behind what jQuery still has to do, which may be after the page has loaded.
  addEventListener("load", () => (window.django?.jQuery ? window.django.jQuery(nameWidgets) : nameWidgets()));

  // Where the filters stand above the rows, the rows matter more than those that are not in use.
  if (matchMedia("(max-width: 63.99rem)").matches) {
    for (const filter of document.querySelectorAll("#changelist-filter details")) {
      filter.open = !filter.querySelector("li")?.classList.contains("selected");
    }
  }

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
