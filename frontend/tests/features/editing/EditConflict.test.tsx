import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { EditorContext } from "@/features/editing/editorContext";
import { MessageEditor } from "@/features/editing/MessageEditor";
import { forgetEdit } from "@/features/editing/unfinishedEdits";
import { useEditing } from "@/features/editing/useEditing";
import { startI18n } from "@/lib/i18n/i18n";
import type { RoomSummary } from "@/lib/protocol/types";
import { session, startSession } from "@/lib/session/session";
import type { RealtimeClient } from "@/realtime/client";
import { setRealtime } from "@/realtime/currentClient";
import { hanako, openBrowser, refusal, type Site } from "../../helpers/browser";
import { message } from "../../helpers/fakeRoom";

const room = { id: 12, kind: "private", name: "Hearth", role: "member", member_count: 2, posting: "everybody" };
const mine = message(3, { author: hanako, text: "The fire is lit.", rev: 3 });
const elsewhere = { ...mine, text: "The fire is out.", rev: 9 };
const PATH = "/api/messages/1003/";

let site: Site;
beforeEach(async () => {
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView = () => {};
  for (const seq of [3, 4]) forgetEdit(message(seq).id);
  site = openBrowser();
  await Promise.all([startI18n(), session.getState().status === "unknown" && startSession()]);
});

function Corrections() {
  const editing = useEditing(room as RoomSummary, hanako.id);
  return (
    <>
      <button type="button" onClick={() => editing.start(mine)}>
        Correct
      </button>
      <button type="button" onClick={() => editing.start(message(4, { author: hanako }))}>
        Correct another
      </button>
      <EditorContext value={{ room: room as RoomSummary, tools: [], editing }}>
        {editing.message && <MessageEditor />}
      </EditorContext>
    </>
  );
}

const field = () => screen.getByRole("textbox", { name: "Edit message" });

type Answer = () => Response | Promise<Response>;

async function correct(...answers: Answer[]) {
  site.answers[`PATCH ${PATH}`] = () => (answers.shift() as Answer)();
  site.answers[`GET ${PATH}`] = () => Response.json(elsewhere);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TooltipProvider>
        <Corrections />
      </TooltipProvider>
    </QueryClientProvider>,
  );
  const person = userEvent.setup();
  await person.click(screen.getByRole("button", { name: "Correct" }));
  await person.clear(field());
  await person.type(field(), "The fire is warm.{Enter}");
  return person;
}

const stored = () => Response.json({ ...mine, text: "The fire is warm.", rev: 10 });
const refused = () => refusal(409, "edit_conflict");
const sent = () => site.bodies.filter((body) => (body as { text?: string }).text);
const conflict = () => screen.findByRole("region", { name: "You changed this message elsewhere" });

describe("a correction", () => {
  it("says which state of the message it corrects", async () => {
    await correct(stored);
    await expect.poll(() => screen.queryByRole("textbox")).toBeNull();
    expect(sent()).toEqual([{ text: "The fire is warm.", rev: 3 }]);
  });

  it("of a message that was edited elsewhere shows what it says now, and is kept", async () => {
    await correct(refused);
    expect(await conflict()).toHaveFocus();
    expect(await conflict()).toHaveAccessibleDescription("The fire is out.");
    expect(field()).toHaveValue("The fire is warm.");
  });

  it("is saved over that where one says so", async () => {
    const person = await correct(refused, stored);
    await conflict();
    await person.click(screen.getByRole("button", { name: "Save what I wrote here" }));
    await expect.poll(() => screen.queryByRole("textbox")).toBeNull();
    expect(sent().at(-1)).toEqual({ text: "The fire is warm.", rev: 9 });
  });

  it("is given up where one says so, by the button or by Escape", async () => {
    const person = await correct(refused);
    await conflict();
    await person.keyboard("{Escape}");
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(sent()).toHaveLength(1);
  });

  it("asks again where it was edited once more", async () => {
    const person = await correct(refused, refused, stored);
    await conflict();
    site.answers[`GET ${PATH}`] = () => Response.json({ ...elsewhere, text: "There is no fire.", rev: 12 });
    await person.click(screen.getByRole("button", { name: "Save what I wrote here" }));
    expect(await screen.findByText("There is no fire.")).toBeVisible();
    await person.click(screen.getByRole("button", { name: "Save what I wrote here" }));
    await expect.poll(() => screen.queryByRole("textbox")).toBeNull();
    expect(sent().at(-1)).toMatchObject({ rev: 12 });
  });
});

describe("an edit that is not saved", () => {
  it("stays when another message is to be edited, and takes the focus", async () => {
    const person = await correct(refused);
    await conflict();
    await person.click(screen.getByRole("button", { name: "Correct another" }));
    expect(field()).toHaveFocus();
    expect(field()).toHaveValue("The fire is warm.");
  });
});

describe("an answer that comes late", () => {
  function late(answer: () => Response) {
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const acknowledge = vi.fn();
    setRealtime({ inbox: { acknowledge } } as unknown as RealtimeClient);
    /** Returns when the answer has arrived, and what follows from it is done. */
    const finish = async () => {
      arrive();
      await vi.waitFor(() => expect(acknowledge).toHaveBeenCalled());
      await act(() => new Promise((resolve) => setTimeout(resolve)));
    };
    return { wait: () => arrived.then(answer), finish };
  }

  afterEach(() => setRealtime(null));

  it.each([stored, refused])("changes nothing in the edit that follows a cancelled one", async (answer) => {
    const { wait, finish } = late(answer);
    const person = await correct(wait);
    await person.keyboard("{Escape}");
    await person.click(screen.getByRole("button", { name: "Correct another" }));
    await person.type(field(), " More.");
    await finish();
    expect(field()).toHaveValue("text 4 More.");
    expect(screen.queryByRole("region")).toBeNull();
  });

  it("leaves what was written after saving, which is saved over what it says", async () => {
    const { wait, finish } = late(stored);
    const person = await correct(wait, stored);
    await person.type(field(), " And bright.");
    await finish();
    expect(field()).toHaveValue("The fire is warm. And bright.");
    await person.type(field(), "{Enter}");
    await expect.poll(() => screen.queryByRole("textbox")).toBeNull();
    expect(sent().at(-1)).toEqual({ text: "The fire is warm. And bright.", rev: 10 });
  });
});
