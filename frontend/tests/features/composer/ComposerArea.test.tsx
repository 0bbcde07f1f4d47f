import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { ComposerArea } from "@/features/composer/ComposerArea";
import { startI18n } from "@/lib/i18n/i18n";
import type { Message } from "@/lib/protocol/types";
import type { RealtimeClient } from "@/realtime/client";
import { setRealtime } from "@/realtime/currentClient";
import { keepDraft, type Place } from "@/realtime/outbox/draftStorage";
import { hanako, openBrowser } from "../../helpers/browser";
import { message } from "../../helpers/fakeRoom";
import { aSummary } from "../../helpers/summary";

const room = aSummary({ id: 12, kind: "public", role: "member" });
const sendMessage = vi.fn();

const write = (place: Place, text: string) => keepDraft(hanako.id, place, { text, rev: 0, told: false });

beforeEach(async () => {
  await startI18n();
  openBrowser();
  write({ room: 12, thread: null }, "half a thought");
  const client = { drafts: { write }, typingSender: { write: () => {} }, sendMessage };
  setRealtime(client as unknown as RealtimeClient);
});
afterEach(() => setRealtime(null));

/** Each key on the message answers it, or the next one. */
function Room() {
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  return (
    <>
      <article tabIndex={-1} onKeyDown={() => setReplyTo(message((replyTo?.seq ?? 0) + 1))} />
      <ComposerArea
        room={room}
        me={hanako}
        tools={[]}
        replyTo={replyTo}
        onReplied={() => setReplyTo(null)}
        onEditLast={() => {}}
      />
    </>
  );
}

const field = () => screen.getByRole<HTMLTextAreaElement>("textbox");
const isAnswering = () => screen.queryByRole("button", { name: "Cancel reply" }) !== null;

function answer() {
  screen.getByRole("article").focus();
  fireEvent.keyDown(screen.getByRole("article"), { key: "r" });
  expect(isAnswering()).toBe(true);
  expect(field()).toHaveFocus();
  expect(field().selectionStart).toBe(field().value.length);
}

function open(isTouch: boolean) {
  const matches = (media: string) => !isTouch && media === "(pointer: fine)";
  vi.stubGlobal("matchMedia", (media: string) => Object.assign(new EventTarget(), { media, matches: matches(media) }));
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <TooltipProvider>
          <Room />
        </TooltipProvider>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

it.each([
  ["touch", true],
  ["a mouse", false],
])("keeps its field, the focus and the caret when an answer is over: %s", async (_, isTouch) => {
  const person = open(isTouch);
  const first = field();
  answer();
  field().setSelectionRange(4, 4);
  await person.click(screen.getByRole("button", { name: "Cancel reply" }));
  expect(isAnswering()).toBe(false);
  expect(field()).toHaveFocus();
  expect(field().selectionStart).toBe(4);

  answer();
  field().setSelectionRange(4, 4);
  fireEvent.keyDown(field(), { key: "Escape" });
  expect(isAnswering()).toBe(false);
  expect(field()).toHaveFocus();
  expect(field().selectionStart).toBe(4);

  answer();
  await person.click(screen.getByRole("button", { name: "Send" }));
  expect(sendMessage).toHaveBeenCalledWith({ room: 12, text: "half a thought", replyTo: 1001, thread: null });
  expect(field()).toHaveValue("");
  expect(field()).toHaveFocus();
  // What was written can still be undone in it.
  expect(field()).toBe(first);
});

it("takes the focus again for another message", () => {
  open(false);
  answer();
  answer();
});
