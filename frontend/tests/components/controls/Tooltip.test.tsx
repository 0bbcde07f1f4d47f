import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, expect, it, vi } from "vitest";
import { Tooltip, TooltipProvider } from "@/components/controls/Tooltip";
import { loadRadix } from "@/components/radix/useRadix";

beforeAll(loadRadix);

const onFocus = vi.fn();

function show() {
  render(
    <TooltipProvider delayDuration={0}>
      <Tooltip text="Search">
        <button type="button" aria-label="Search" onFocus={onFocus} />
      </Tooltip>
      <Tooltip text="Hana, Ken">
        <button type="button" aria-label="2 reactions" />
      </Tooltip>
    </TooltipProvider>,
  );
  return userEvent.setup();
}

const shown = () => screen.queryByRole("tooltip")?.textContent;

it("shows the name of the control that the pointer rests on, one at a time", async () => {
  const person = show();
  await person.hover(screen.getByRole("button", { name: "Search" }));
  expect(await screen.findByRole("tooltip")).toHaveTextContent("Search");
  await person.hover(screen.getByRole("button", { name: "2 reactions" }));
  await vi.waitFor(() => expect(shown()).toContain("Hana, Ken"));
  expect(screen.getAllByRole("tooltip")).toHaveLength(1);
});

it("comes with the keyboard's focus, goes with it, and goes on Escape", async () => {
  const person = show();
  await person.tab();
  expect(await screen.findByRole("tooltip")).toBeVisible();
  expect(onFocus).toHaveBeenCalled();
  await person.keyboard("{Escape}");
  expect(shown()).toBeUndefined();
  await person.tab();
  await vi.waitFor(() => expect(shown()).toContain("Hana, Ken"));
  await person.tab();
  expect(shown()).toBeUndefined();
});

it("does not come with a press", async () => {
  const person = show();
  await person.click(screen.getByRole("button", { name: "2 reactions" }));
  expect(shown()).toBeUndefined();
});

it("describes a control whose name is another text", () => {
  show();
  expect(screen.getByRole("button", { name: "2 reactions" })).toHaveAccessibleDescription("Hana, Ken");
  expect(screen.getByRole("button", { name: "Search" })).not.toHaveAccessibleDescription();
});
