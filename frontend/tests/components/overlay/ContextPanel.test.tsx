import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { ContextPanel } from "@/components/overlay/ContextPanel";
import { Menu, MenuItem } from "@/components/overlay/Menu";
import { loadRadix } from "@/components/radix/useRadix";
import { startI18n } from "@/lib/i18n/i18n";

beforeAll(startI18n);
beforeAll(loadRadix);

beforeEach(() => {
  const media = (query: string) => Object.assign(new EventTarget(), { media: query, matches: true });
  vi.stubGlobal("matchMedia", media);
});

/** A page with a panel beside it, wide enough for both. */
function Page() {
  const [open, setOpen] = useState(false);
  return (
    <TooltipProvider>
      <button type="button" onClick={() => setOpen(true)}>
        members
      </button>
      <ContextPanel title="Members" open={open} onClose={() => setOpen(false)}>
        <input type="search" aria-label="find" />
        <Menu trigger={<button type="button">more</button>}>
          <MenuItem onSelect={() => {}}>something</MenuItem>
        </Menu>
      </ContextPanel>
    </TooltipProvider>
  );
}

const panel = () => screen.queryByRole("complementary", { name: "Members" });

async function open() {
  const person = userEvent.setup();
  render(<Page />);
  await person.click(screen.getByRole("button", { name: "members" }));
  return person;
}

it("closes on Escape from within and gives focus back", async () => {
  const person = await open();
  await person.click(screen.getByRole("searchbox"));
  await person.keyboard("{Escape}");
  expect(panel()).not.toBeInTheDocument();
  expect(screen.getByRole("button", { name: "members" })).toHaveFocus();
});

it("leaves Escape to what is nearer: a menu, and words in a search field", async () => {
  const person = await open();
  await person.click(screen.getByRole("button", { name: "more" }));
  expect(screen.getByRole("menu")).toBeVisible();
  await person.keyboard("{Escape}");
  expect(screen.queryByRole("menu")).not.toBeInTheDocument();
  expect(panel()).toBeVisible();
  await person.type(screen.getByRole("searchbox"), "kenji{Escape}");
  expect(panel()).toBeVisible();
});
