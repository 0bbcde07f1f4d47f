import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { Collapsible } from "@/entities/messages/row/Collapsible";

const LONG = Array.from({ length: 40 }, (_, line) => `line ${line}`).join("\n");

beforeEach(() => {
  // jsdom lays nothing out: each text is taller than its box.
  vi.spyOn(Element.prototype, "scrollHeight", "get").mockReturnValue(1000);
});

const message = (id: string, isTarget = false, text = LONG) => (
  <Collapsible id={id} text={text} tabIndex={0} isTarget={isTarget}>
    <p>{text}</p>
  </Collapsible>
);

it("folds a long message, with all of its text on the page, and unfolds it by keyboard", async () => {
  render(message("a"));
  const button = screen.getByRole("button", { name: "showAll", expanded: false });
  expect(screen.getByText(/line 39/)).toBeInTheDocument();
  await userEvent.tab();
  expect(button).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  expect(screen.getByRole("button", { name: "showLess", expanded: true })).toHaveFocus();
});

it("leaves a message of 20 lines whole", () => {
  render(message("b", false, LONG.split("\n").slice(0, 20).join("\n")));
  expect(screen.queryByRole("button")).toBeNull();
});

it("unfolds the message for which the person came, until they fold it", async () => {
  const { rerender } = render(message("c"));
  rerender(message("c", true));
  await userEvent.click(screen.getByRole("button", { name: "showLess" }));
  expect(screen.getByRole("button", { name: "showAll" })).toBeVisible();
});
