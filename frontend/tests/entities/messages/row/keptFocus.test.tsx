import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { setHiddenPeople } from "@/entities/moderation/hiddenPeople";
import { startI18n } from "@/lib/i18n/i18n";
import type { HeldMessage } from "@/lib/protocol/types";
import { session } from "@/lib/session/session";
import type { RealtimeClient } from "@/realtime/client";
import { setRealtime } from "@/realtime/currentClient";
import type { Pending } from "@/realtime/timeline/types";
import { hanako, openBrowser, type Site } from "../../../helpers/browser";
import { ME, message, ROOM } from "../../../helpers/fakeRoom";
import { actionsWith, Feed } from "../../../helpers/feed";

const failed: Pending = { nonce: "n1", text: "tea", replyTo: null, thread: null, queuedAt: 0, status: "failed" };
const held = { id: 5, room: ROOM, text: "tea", thread: null, state: "waiting", note: "", files: [] } as unknown;

let site: Site;
let change = { pending: (_: readonly Pending[]) => {} };
beforeEach(async () => {
  await startI18n();
  site = openBrowser();
  session.setState({ status: "in", user: hanako });
  const outbox = {
    discard: () => change.pending([]),
    retry: () => change.pending([{ ...failed, status: "waiting" }]),
  };
  setRealtime({ outbox, drafts: { write: () => {} } } as unknown as RealtimeClient);
});
afterEach(() => {
  setRealtime(null);
  setHiddenPeople(ME, []);
});

function Room({ first, waiting }: { first: ReturnType<typeof message>; waiting: readonly Pending[] }) {
  const [messages, setMessages] = useState([first, message(2)]);
  const [pending, setPending] = useState(waiting);
  change = { pending: setPending };
  const react = () => setMessages([message(1), message(2)]);
  return <Feed messages={messages} pending={pending} actions={actionsWith({ react })} />;
}

function open(first = message(1), pending: readonly Pending[] = []) {
  render(<Room first={first} waiting={pending} />);
  return userEvent.setup();
}

const rows = () => screen.getAllByRole("article");
const press = async (person: ReturnType<typeof userEvent.setup>, name: RegExp) => {
  const button = screen.getByRole("button", { name });
  button.focus();
  await person.keyboard("{Enter}");
};

it("stays at a message whose last reaction is taken back", async () => {
  const person = open(message(1, { reactions: [{ emoji: "👍", count: 1, users: [ME] }] }));
  await press(person, /^👍 1/);
  expect(screen.queryByRole("button", { name: /^👍 1/ })).toBeNull();
  await vi.waitFor(() => expect(rows()[0]).toHaveFocus());
});

it("stays at a message that is unfolded", async () => {
  setHiddenPeople(ME, [message(1).author.id]);
  const person = open();
  const [first] = screen.getAllByRole("button", { name: /^Show/ });
  first?.focus();
  await person.keyboard("{Enter}");
  expect(screen.getByText("text 1")).toBeVisible();
  await vi.waitFor(() => expect(rows()[0]).toHaveFocus());
});

it.each([
  ["tried again", /retry|again/i, 3],
  ["discarded", /discard/i, 2],
])("stays among the messages where one that was not sent is %s", async (_, name, count) => {
  const person = open(message(1), [{ ...failed, reason: "network" }]);
  await press(person, name);
  expect(rows()).toHaveLength(count);
  await vi.waitFor(() => expect(rows().at(-1)).toHaveFocus());
});

it("stays among the messages where the text of one that was refused is changed", async () => {
  const person = open(message(1), [{ ...failed, reason: "refused_by_rule" }]);
  await press(person, /change/i);
  expect(rows()).toHaveLength(2);
  await vi.waitFor(() => expect(rows().at(-1)).toHaveFocus());
});

it("is not lost by a button that waits for its answer", async () => {
  site.answers["DELETE /api/held/5/"] = () => new Promise(() => {});
  const person = open(message(1), [{ ...failed, status: "held", held: held as HeldMessage }]);
  await press(person, /withdraw|take back/i);
  await vi.waitFor(() =>
    expect(screen.getByRole("button", { name: /withdraw|take back/i })).toHaveAttribute("aria-busy", "true"),
  );
  expect(screen.getByRole("button", { name: /withdraw|take back/i })).toBeEnabled();
});

it("goes nowhere where it has moved on", async () => {
  const person = open(message(1, { reactions: [{ emoji: "👍", count: 1, users: [ME] }] }));
  const chip = screen.getByRole("button", { name: /^👍 1/ });
  chip.focus();
  chip.addEventListener("click", () => screen.getByLabelText("composer").focus());
  await person.keyboard("{Enter}");
  await new Promise((resolve) => setTimeout(resolve));
  expect(screen.getByLabelText("composer")).toHaveFocus();
});
