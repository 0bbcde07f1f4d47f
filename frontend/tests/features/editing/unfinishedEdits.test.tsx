import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { EditorContext } from "@/features/editing/editorContext";
import { MessageEditor } from "@/features/editing/MessageEditor";
import { useEditing } from "@/features/editing/useEditing";
import { startI18n } from "@/lib/i18n/i18n";
import type { RoomSummary } from "@/lib/protocol/types";
import { session, signOut, startSession } from "@/lib/session/session";
import type { RealtimeClient } from "@/realtime/client";
import { setRealtime } from "@/realtime/currentClient";
import { hanako, openBrowser, type Site } from "../../helpers/browser";
import { message } from "../../helpers/fakeRoom";

const room = { id: 12, kind: "private", name: "Hearth", role: "member", member_count: 2, posting: "everybody" };
const PATH = "PATCH /api/messages/1003/";
const acknowledge = vi.fn();

let site: Site;
beforeEach(async () => {
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView = () => {};
  acknowledge.mockReset();
  setRealtime({ inbox: { acknowledge } } as unknown as RealtimeClient);
  site = openBrowser();
  await Promise.all([startI18n(), session.getState().status === "unknown" && startSession()]);
});

function List() {
  const editing = useEditing(room as RoomSummary, hanako.id);
  const open = (seq: number) => editing.start(message(seq, { author: hanako }));
  return (
    <EditorContext value={{ room: room as RoomSummary, tools: [], editing }}>
      <button type="button" onClick={() => open(3)}>
        Edit
      </button>
      <button type="button" onClick={() => open(4)}>
        Edit another
      </button>
      {editing.message && <MessageEditor />}
    </EditorContext>
  );
}

function Page() {
  const [place, setPlace] = useState(0);
  return (
    <>
      <button type="button" onClick={() => setPlace(place + 1)}>
        Go away and come back
      </button>
      <List key={place} />
    </>
  );
}

function open() {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TooltipProvider>
        <Page />
      </TooltipProvider>
    </QueryClientProvider>,
  );
  const person = userEvent.setup();
  const press = (name: string) => person.click(screen.getByRole("button", { name }));
  return { person, press, leave: () => press("Go away and come back") };
}
const field = () => screen.getByRole("textbox", { name: "Edit message" });

it("waits while its list is gone, and is over once it is cancelled", async () => {
  const { person, press, leave } = open();
  await press("Edit");
  await person.type(field(), ", not yet saved");
  await leave();
  expect(screen.queryByRole("textbox")).toBeNull();
  await press("Edit another");
  expect(field()).toHaveValue("text 4");
  await person.keyboard("{Escape}");
  await press("Edit");
  expect(field()).toHaveValue("text 3, not yet saved");
  await person.keyboard("{Escape}");
  await leave();
  await press("Edit");
  expect(field()).toHaveValue("text 3");
});

/** A save whose answer comes when `arrive` is called. */
function lateAnswer(text: string) {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  site.answers[PATH] = async () => {
    await arrived;
    return Response.json(message(3, { author: hanako, text, rev: 10 }));
  };
  return async () => {
    arrive();
    await vi.waitFor(() => expect(acknowledge).toHaveBeenCalled());
    await act(() => new Promise((resolve) => setTimeout(resolve)));
  };
}

it("is not cancelled by the Escape that ends a conversion, as Safari tells it", async () => {
  const { press } = open();
  await press("Edit");
  fireEvent.keyDown(field(), { key: "Escape", keyCode: 229 });
  expect(field()).toBeVisible();
  fireEvent.keyDown(field(), { key: "Escape", keyCode: 27 });
  expect(screen.queryByRole("textbox")).toBeNull();
});

it("is over once it is saved, also where the answer comes to a list that is gone", async () => {
  const { person, press, leave } = open();
  const arrive = lateAnswer("text 3, saved");
  await press("Edit");
  await person.type(field(), ", saved{Enter}");
  await leave();
  await arrive();
  await press("Edit");
  expect(field()).toHaveValue("text 3");
});

it("goes on from what was saved, where something was written after it", async () => {
  const { person, press, leave } = open();
  const arrive = lateAnswer("text 3, saved");
  await press("Edit");
  await person.type(field(), ", saved{Enter}");
  await person.type(field(), ", and more");
  await leave();
  await arrive();
  await press("Edit");
  expect(field()).toHaveValue("text 3, saved, and more");
  await person.keyboard("{Enter}");
  await vi.waitFor(() => expect(site.bodies.at(-1)).toEqual({ text: "text 3, saved, and more", rev: 10 }));
  await vi.waitFor(() => expect(screen.queryByRole("textbox")).toBeNull());
});

it("is not kept for who comes after the person", async () => {
  const { person, press, leave } = open();
  await press("Edit");
  await person.type(field(), ", a secret");
  await leave();
  await act(signOut);
  await press("Edit");
  expect(field()).toHaveValue("text 3");
});
