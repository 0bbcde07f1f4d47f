import { act, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { Menu, MenuItem } from "@/components/overlay/Menu";
import { loadRadix } from "@/components/radix/useRadix";

const onSelect = vi.fn();

function show() {
  render(
    <>
      <Menu trigger={<button type="button">more</button>}>
        <MenuItem onSelect={onSelect}>copy</MenuItem>
        <MenuItem onSelect={onSelect}>delete</MenuItem>
      </Menu>
      <button type="button">other</button>
    </>,
  );
  return { person: userEvent.setup(), control: screen.getByRole("button", { name: "more" }) };
}

// The first test: nothing is loaded yet.
it("opens when its code has arrived, and the control stays the same", async () => {
  const { person, control } = show();
  await person.click(control);
  expect(control).toHaveAttribute("aria-expanded", "true");
  expect(await screen.findByRole("menu", { name: "more" })).toBeVisible();
  expect(screen.getByRole("button", { name: "more" })).toBe(control);
});

it("opens and closes by its control", async () => {
  await loadRadix();
  const { person, control } = show();
  await person.click(control);
  expect(screen.getByRole("menu")).toBeVisible();
  await person.click(control);
  expect(screen.queryByRole("menu")).not.toBeInTheDocument();
  expect(control).toHaveFocus();
});

it("is used by keyboard, and gives focus back", async () => {
  await loadRadix();
  const { person, control } = show();
  await person.tab();
  await person.keyboard("{ArrowDown}");
  await vi.waitFor(() => expect(screen.getByRole("menuitem", { name: "copy" })).toHaveFocus());
  await person.keyboard("{Enter}");
  expect(onSelect).toHaveBeenCalled();
  expect(control).toHaveFocus();
});

it("leaves the focus where a key brought it before the first entry had it", async () => {
  await loadRadix();
  const { control } = show();
  fireEvent.keyDown(control, { key: "ArrowDown" });
  const last = screen.getByRole("menuitem", { name: "delete" });
  await act(async () => last.focus());
  await act(() => new Promise((resolve) => setTimeout(resolve)));
  expect(last).toHaveFocus();
});
