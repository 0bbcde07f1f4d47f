import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { startI18n } from "@/lib/i18n/i18n";
import { message } from "../../../helpers/fakeRoom";
import { action, actionsWith, Feed } from "../../../helpers/feed";

const messages = [message(1), message(2, { text: "see https://example.org/two" }), message(3)];
const reply = vi.fn();
const actions = actionsWith({ actionsOf: () => [action("reply", reply), action("edit")] });

beforeEach(startI18n);

function open() {
  render(<Feed messages={messages} actions={actions} />);
  return userEvent.setup();
}
const row = (seq: number) => screen.getAllByRole("article")[seq - 1];
const composer = () => screen.getByRole("textbox", { name: "composer" });

/** Shift+Tab from the composer. */
async function goBack(person: ReturnType<typeof userEvent.setup>) {
  composer().focus();
  await person.tab({ shift: true });
}

describe("the list", () => {
  it("is entered from the composer at the last message, not at one of its buttons", async () => {
    const person = open();
    await goBack(person);
    expect(row(3)).toHaveFocus();
    await person.keyboard("{ArrowUp}");
    expect(row(2)).toHaveFocus();
    await person.keyboard("{ArrowDown}");
    expect(row(3)).toHaveFocus();
    await goBack(person);
    expect(row(3)).toHaveFocus();
  });

  it("has the links and the toolbar of the message with the focus behind it, the toolbar as one stop", async () => {
    const person = open();
    await goBack(person);
    await person.keyboard("{ArrowUp}");
    await person.tab();
    expect(screen.getByRole("link")).toHaveFocus();
    await person.tab();
    expect(screen.getByRole("button", { name: "React with 👍" })).toHaveFocus();
    await person.keyboard("{End}");
    expect(screen.getByRole("button", { name: /more$/ })).toHaveFocus();
    await person.keyboard("{ArrowLeft}");
    expect(screen.getByRole("button", { name: "edit" })).toHaveFocus();
    await person.tab();
    expect(composer()).toHaveFocus();
  });

  it("is left by Escape from a button to its message, and by an arrow to the next one", async () => {
    const person = open();
    await goBack(person);
    await person.keyboard("{ArrowUp}");
    await person.tab();
    await person.keyboard("{Escape}");
    expect(row(2)).toHaveFocus();
    await person.tab();
    await person.keyboard("{ArrowUp}");
    expect(row(1)).toHaveFocus();
  });

  it("runs an action by its key, and by its button with the focus back on the message", async () => {
    const person = open();
    await goBack(person);
    await person.keyboard("r");
    expect(reply).toHaveBeenCalledTimes(1);
    reply.mockImplementationOnce(() => expect(row(3)).toHaveFocus());
    await person.click(screen.getByRole("button", { name: "reply" }));
    expect(reply).toHaveBeenCalledTimes(2);
  });

  it("forgets the place when one begins to write, and keeps it for a field above the list", async () => {
    const person = open();
    await goBack(person);
    await person.keyboard("{Home}");
    expect(row(1)).toHaveFocus();
    screen.getByRole("textbox", { name: "before" }).focus();
    await person.tab();
    expect(row(1)).toHaveFocus();
    composer().focus();
    screen.getByRole("textbox", { name: "before" }).focus();
    await person.tab();
    expect(row(3)).toHaveFocus();
  });
});
