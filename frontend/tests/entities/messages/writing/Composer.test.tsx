import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { emojiNames } from "@/components/emoji/emojiNames";
import { Composer } from "@/entities/messages/writing/Composer";
import type { RoomSummary } from "@/lib/protocol/types";

beforeEach(() => {
  vi.stubGlobal("matchMedia", (media: string) => ({ media, matches: media === "(pointer: fine)" }));
  document.body.replaceChildren();
});

const nothing = () => {};
const room = { id: 12, kind: "public", member_count: 2, role: "member" } as RoomSummary;

function open(onCancel?: () => void) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TooltipProvider>
        <Composer
          tools={[]}
          room={room}
          text=""
          label="Message"
          onChange={nothing}
          onSubmit={nothing}
          {...(onCancel && { onCancel, answered: 3, line: "Answering" })}
        />
      </TooltipProvider>
    </QueryClientProvider>,
  );
  return screen.getByRole("textbox", { name: "Message" });
}

/** Something the person has turned to before the composer is there. */
function turnTo(html: string) {
  document.body.insertAdjacentHTML("afterbegin", html);
  const target = document.querySelector<HTMLElement>("[data-here]");
  target?.focus();
  return target;
}

describe("a composer that opens", () => {
  it("takes focus", () => {
    expect(open()).toHaveFocus();
  });

  it.each([
    ["a menu", '<div role="menu"><div role="menuitem" tabindex="-1" data-here></div></div>'],
    ["a dialog", '<div role="dialog"><button data-here></button></div>'],
    ["a question", '<div role="alertdialog"><button data-here></button></div>'],
    ["another field", "<input data-here>"],
  ])("leaves it in %s", (_, html) => {
    const target = turnTo(html);
    open();
    expect(target).toHaveFocus();
  });

  it("takes it from a link that led here, and to answer a message from anywhere", () => {
    turnTo('<a href="/rooms/1" data-here>Hearth</a>');
    expect(open()).toHaveFocus();
    document.body.replaceChildren();
    turnTo('<div role="menu"><div role="menuitem" tabindex="-1" data-here></div></div>');
    expect(open(nothing)).toHaveFocus();
  });

  it("does not open the keyboard of a touch screen", () => {
    vi.stubGlobal("matchMedia", (media: string) => ({ media, matches: false }));
    expect(open()).not.toHaveFocus();
  });
});

it("is not cancelled by the Escape that ends a conversion, as Safari tells it", () => {
  const cancel = vi.fn();
  const field = open(cancel);
  fireEvent.keyDown(field, { key: "Escape", keyCode: 229 });
  expect(cancel).not.toHaveBeenCalled();
  fireEvent.keyDown(field, { key: "Escape", keyCode: 27 });
  expect(cancel).toHaveBeenCalledTimes(1);
});

describe("a composer that is written in", () => {
  const sent = vi.fn();

  function Written() {
    const [text, setText] = useState("");
    return <Composer tools={[]} room={room} text={text} label="Message" onChange={setText} onSubmit={sent} />;
  }

  function write() {
    sent.mockReset();
    render(
      <QueryClientProvider client={new QueryClient()}>
        <TooltipProvider>
          <Written />
        </TooltipProvider>
      </QueryClientProvider>,
    );
    return { person: userEvent.setup(), field: screen.getByRole("textbox", { name: "Message" }) };
  }

  it("has the names of emoji before the first one is typed, and puts those in use first", async () => {
    localStorage.clear();
    const load = vi.spyOn(emojiNames, "load");
    const { person, field } = write();
    await vi.waitFor(() => expect(load).toHaveBeenCalled());
    await load.mock.results[0]?.value;
    await person.type(field, ":hear");
    const last = screen.getAllByRole("option").at(-1) as HTMLElement;
    const name = last.textContent;
    await person.click(last);
    await person.type(field, " :hear");
    expect(screen.getAllByRole("option")[0]).toHaveTextContent(name);
  });

  it("sends the name of an emoji that was finished before the names were there", async () => {
    const { person, field } = write();
    await person.type(field, ":tada: ");
    await emojiNames.load();
    await person.type(field, "!{Enter}");
    expect(sent).toHaveBeenCalledExactlyOnceWith("🎉 !");
  });

  it("replaces the name of an emoji at its second colon", async () => {
    const { person, field } = write();
    await emojiNames.load();
    await person.type(field, "tea :tea:");
    expect(field).toHaveValue("tea 🍵");
    await person.type(field, " at 10:30: `:tea:`");
    expect(field).toHaveValue("tea 🍵 at 10:30: `:tea:`");
  });

  it("sends nothing where nothing is to be seen", async () => {
    const { person, field } = write();
    await person.click(field);
    await person.paste("\u200b\u2800 \u3164");
    await person.keyboard("{Enter}");
    expect(sent).not.toHaveBeenCalled();
    expect(screen.getByRole("button", { name: "send" })).toBeDisabled();
    await person.keyboard("a{Enter}");
    expect(sent).toHaveBeenCalledOnce();
  });

  it("leaves what is pasted as it is", async () => {
    const { person, field } = write();
    await emojiNames.load();
    await person.click(field);
    await person.paste(":tea:");
    expect(field).toHaveValue(":tea:");
    await person.keyboard("{Enter}");
    expect(sent).toHaveBeenCalledExactlyOnceWith(":tea:");
  });

  it("begins a line at Enter on a touch screen, and sends with Ctrl", async () => {
    vi.stubGlobal("matchMedia", (media: string) => ({ media, matches: media === "(pointer: coarse)" }));
    const { person, field } = write();
    await person.type(field, "one{Enter}two");
    expect(field).toHaveValue("one\ntwo");
    expect(sent).not.toHaveBeenCalled();
    await person.keyboard("{Control>}{Enter}{/Control}");
    expect(sent).toHaveBeenCalledOnce();
  });
});
