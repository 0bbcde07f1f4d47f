import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { PendingFiles } from "@/entities/messages/attaching/PendingFiles";
import { addTexts, startI18n } from "@/lib/i18n/i18n";
import { session } from "@/lib/session/session";
import type { Pending } from "@/realtime/timeline/types";
import { hideAllAttachments, showAttachment } from "@/realtime/uploads/attachment";
import { hanako } from "../../../helpers/browser";
import { ME, ROOM } from "../../../helpers/fakeRoom";

const calls: unknown[] = [];
vi.mock("@/realtime/currentClient", () => ({
  realtime: () => ({
    uploads: { bytes: async () => null, canRetry: () => true },
    drafts: { write: (...written: unknown[]) => calls.push(["write", ...written]) },
    outbox: { discard: (nonce: string) => calls.push(["discard", nonce]) },
  }),
}));

const pending = (text: string): Pending => ({
  nonce: "n",
  text,
  replyTo: null,
  thread: 1005,
  files: ["a"],
  queuedAt: 1,
  status: "waiting",
});

beforeAll(async () => {
  await startI18n();
  await addTexts("attachments");
});

beforeEach(() => {
  session.setState({ status: "in", user: hanako });
  calls.length = 0;
  hideAllAttachments();
  showAttachment({
    room: ROOM,
    thread: 1005,
    id: "a",
    user: ME,
    message: "n",
    position: 1,
    name: "a.txt",
    type: "text/plain",
    size: 2000,
    kind: "file",
    alt: "",
    state: "waiting",
    failure: null,
    key: "a",
    url: null,
    file: null,
    toldAlt: "",
    isKept: true,
    preview: null,
    addedAt: 1,
  });
});

const cancel = async (text: string) => {
  render(<PendingFiles room={ROOM} pending={pending(text)} tabIndex={0} />);
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
};

it("gives the text back to its author who cancels the sending", async () => {
  await cancel("A long evening");
  expect(calls).toEqual([
    ["write", { room: ROOM, thread: 1005 }, "A long evening"],
    ["discard", "n"],
  ]);
});

it("leaves the draft alone where there is no text", async () => {
  await cancel("");
  expect(calls).toEqual([["discard", "n"]]);
});
