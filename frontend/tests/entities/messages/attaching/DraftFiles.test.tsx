import { act, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { loadRadix } from "@/components/radix/useRadix";
import { DraftFiles } from "@/entities/messages/attaching/DraftFiles";
import { useDraftAttachments } from "@/entities/messages/attaching/useAttachments";
import { addTexts, startI18n } from "@/lib/i18n/i18n";
import {
  type Attachment,
  attachmentOf,
  draftAttachments,
  hideAllAttachments,
  hideAttachment,
  showAttachment,
} from "@/realtime/uploads/attachment";

const HERE = { room: 12, thread: null };
const uploads = vi.hoisted(() => ({
  moveTo: vi.fn(),
  remove: vi.fn(),
  setAlt: vi.fn(),
  retry: vi.fn(),
  bytes: async () => null,
}));
vi.mock("@/realtime/currentClient", () => ({ realtime: () => ({ uploads: { ...uploads, canRetry: () => true } }) }));

const attachment = (id: string, position: number): Attachment => ({
  ...HERE,
  id,
  user: 1,
  message: null,
  position,
  name: `${id}.jpg`,
  type: "image/jpeg",
  size: 2000,
  kind: "photo",
  alt: "",
  state: "ready",
  failure: null,
  key: id,
  url: `/api/uploads/${id}/`,
  file: id,
  toldAlt: "",
  isKept: true,
  preview: null,
  addedAt: position,
});

function Drafts() {
  return (
    <form>
      <DraftFiles files={useDraftAttachments(HERE)} />
      <textarea aria-label="Message" />
    </form>
  );
}

const tiles = () => screen.getAllByRole("listitem");
const names = () => tiles().map((tile) => /\w\.jpg/.exec(tile.textContent ?? "")?.[0]);
const opener = (name: string) => screen.getByRole("button", { name: new RegExp(`^${name}.jpg`) });

beforeAll(async () => {
  await Promise.all([startI18n(), loadRadix()]);
  await addTexts("attachments");
});
beforeEach(() => {
  uploads.moveTo.mockImplementation((id: string, index: number) => {
    const target = Math.min(Math.max(0, index), 2);
    const others = draftAttachments(HERE).filter((each) => each.id !== id);
    others.splice(target, 0, attachmentOf(id) as Attachment);
    for (const [position, each] of others.entries()) showAttachment({ ...each, position });
    return target;
  });
  uploads.remove.mockImplementation(hideAttachment);
  uploads.setAlt.mockImplementation((id: string, alt: string) =>
    showAttachment({ ...(attachmentOf(id) as Attachment), alt }),
  );
  hideAllAttachments();
  for (const [index, id] of ["a", "b", "c"].entries()) showAttachment(attachment(id, index + 1));
  render(
    <TooltipProvider>
      <Drafts />
    </TooltipProvider>,
  );
});

it("are moved by the keyboard, which keeps its place and is told", async () => {
  const person = userEvent.setup();
  opener("a").focus();
  await person.keyboard("{Shift>}{ArrowRight}{/Shift}");
  expect(names()).toEqual(["b.jpg", "a.jpg", "c.jpg"]);
  expect(opener("a")).toHaveFocus();
  expect(screen.getByText("a.jpg is now 2 of 3")).toBeInTheDocument();
  await person.keyboard("{ArrowRight}");
  expect(names()).toEqual(["b.jpg", "a.jpg", "c.jpg"]);
});

it("are moved by dragging one onto another", () => {
  const carried: Record<string, string> = {};
  const dataTransfer = {
    setData: (type: string, id: string) => {
      carried[type] = id;
    },
    getData: (type: string) => carried[type] ?? "",
    get types() {
      return Object.keys(carried);
    },
  };
  const [first, , last] = tiles() as [HTMLElement, HTMLElement, HTMLElement];
  fireEvent.dragStart(last, { dataTransfer });
  expect(fireEvent.dragOver(first, { dataTransfer })).toBe(false);
  fireEvent.drop(first, { dataTransfer });
  expect(names()).toEqual(["c.jpg", "a.jpg", "b.jpg"]);
});

it("do not take each other's place for a file from outside", () => {
  const dataTransfer = { types: ["Files"], getData: () => "a" };
  fireEvent.drop(tiles()[2] as HTMLElement, { dataTransfer });
  expect(uploads.moveTo).not.toHaveBeenCalled();
});

it("are removed by Delete, and the focus stays among them, at last in the field", async () => {
  const person = userEvent.setup();
  opener("a").focus();
  await person.keyboard("{Delete}");
  expect(opener("b")).toHaveFocus();
  expect(screen.getByText("a.jpg removed")).toBeInTheDocument();
  await person.keyboard("{Delete}{Delete}");
  expect(screen.getByRole("textbox")).toHaveFocus();
});

it("are removed in their dialog, and the focus stays among them, at last in the field", async () => {
  const person = userEvent.setup();
  const remove = async (name: string) => {
    await person.click(opener(name));
    await person.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Remove" }));
    // Radix returns focus a moment later.
    await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await remove("a");
  expect(opener("b")).toHaveFocus();
  await remove("c");
  expect(opener("b")).toHaveFocus();
  await remove("b");
  expect(screen.getByRole("textbox")).toHaveFocus();
});

it("keep the focus among them where a failed one is tried again", async () => {
  const person = userEvent.setup();
  act(() => showAttachment({ ...attachment("b", 2), state: "failed", failure: "server_error" }));
  uploads.retry.mockImplementation(() => showAttachment({ ...attachment("b", 2), state: "waiting" }));
  screen.getByRole("button", { name: "Try again: b.jpg" }).focus();
  await person.keyboard("{Enter}");
  await vi.waitFor(() => expect(opener("a")).toHaveFocus());
});

it("are described with an input method, of which only what is chosen is kept", async () => {
  const person = userEvent.setup();
  await person.click(opener("a"));
  const field = within(await screen.findByRole("dialog")).getByRole("textbox", { name: "Description" });
  fireEvent.compositionStart(field);
  fireEvent.change(field, { target: { value: "ねこ" } });
  fireEvent.keyDown(field, { key: "Escape", isComposing: true });
  expect(screen.getByRole("dialog")).toBeVisible();
  expect(field).toHaveValue("ねこ");
  fireEvent.change(field, { target: { value: "猫" } });
  fireEvent.compositionEnd(field);
  expect(uploads.setAlt).not.toHaveBeenCalled();
  fireEvent.keyDown(field, { key: "Escape" });
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(uploads.setAlt.mock.calls).toEqual([["a", "猫"]]);
  expect(within(tiles()[0] as HTMLElement).getByText("ALT")).toBeVisible();
});

it("keep a description after a pause, before the dialog is closed", async () => {
  const person = userEvent.setup();
  await person.click(opener("a"));
  await person.type(await screen.findByRole("textbox", { name: "Description" }), "A cat");
  await vi.waitFor(() => expect(attachmentOf("a")?.alt).toBe("A cat"));
  expect(uploads.setAlt).toHaveBeenCalledTimes(1);
});
