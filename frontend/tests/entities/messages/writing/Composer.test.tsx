import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
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
          {...(onCancel && { onCancel, line: "Editing" })}
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

  it("takes it from a link that led here, and to correct a message from anywhere", () => {
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
