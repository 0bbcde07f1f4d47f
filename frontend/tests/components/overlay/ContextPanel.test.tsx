import { createEvent, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type KeyboardEvent, useState } from "react";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { ContextPanel } from "@/components/overlay/ContextPanel";
import { Menu, MenuItem } from "@/components/overlay/Menu";
import { loadRadix } from "@/components/radix/useRadix";
import { startI18n } from "@/lib/i18n/i18n";

beforeAll(startI18n);
beforeAll(loadRadix);

let isBeside = true;
beforeEach(() => {
  isBeside = true;
  const media = (query: string) => Object.assign(new EventTarget(), { media: query, matches: isBeside });
  vi.stubGlobal("matchMedia", media);
});

/** Closes by Escape before the panel does. */
function Innermost() {
  const [isOpen, setOpen] = useState(true);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    setOpen(false);
  };
  return isOpen && <textarea aria-label="edit" onKeyDown={onKeyDown} />;
}

/** A page with a panel beside it or over it. */
function Page() {
  const [open, setOpen] = useState(false);
  return (
    <TooltipProvider>
      <button type="button" onClick={() => setOpen(true)}>
        members
      </button>
      <ContextPanel title="Members" open={open} onClose={() => setOpen(false)}>
        <input type="search" aria-label="find" />
        <Innermost />
        <Menu trigger={<button type="button">more</button>}>
          <MenuItem onSelect={() => {}}>something</MenuItem>
        </Menu>
      </ContextPanel>
    </TooltipProvider>
  );
}

const panel = () => screen.queryByRole(isBeside ? "complementary" : "dialog", { name: "Members" });

async function open(beside = true) {
  isBeside = beside;
  const person = userEvent.setup();
  render(<Page />);
  await person.click(screen.getByRole("button", { name: "members" }));
  return person;
}

describe.each([
  ["beside the page", true],
  ["over the page", false],
])("%s", (_, beside) => {
  it("closes on Escape from within and gives focus back", async () => {
    const person = await open(beside);
    await person.click(screen.getByRole("searchbox"));
    await person.keyboard("{Escape}");
    expect(panel()).not.toBeInTheDocument();
    await vi.waitFor(() => expect(screen.getByRole("button", { name: "members" })).toHaveFocus());
  });

  it("leaves Escape to what is nearer: a menu, a field, and words in a search field", async () => {
    const person = await open(beside);
    await person.click(screen.getByRole("button", { name: "more" }));
    expect(screen.getByRole("menu")).toBeVisible();
    await person.keyboard("{Escape}");
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
    expect(panel()).toBeVisible();
    await person.click(screen.getByRole("textbox", { name: "edit" }));
    await person.keyboard("{Escape}");
    expect(screen.queryByRole("textbox", { name: "edit" })).toBeNull();
    expect(panel()).toBeVisible();
    await person.type(screen.getByRole("searchbox"), "kenji");
    const pressed = createEvent.keyDown(screen.getByRole("searchbox"), { key: "Escape" });
    fireEvent(screen.getByRole("searchbox"), pressed);
    // The browser empties the field by it.
    expect(pressed.defaultPrevented).toBe(false);
    expect(panel()).toBeVisible();
  });
});

it("closes over the page on Escape where the focus is nowhere", async () => {
  await open(false);
  fireEvent.keyDown(document.body, { key: "Escape" });
  expect(panel()).not.toBeInTheDocument();
});
