// @vitest-environment jsdom
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Uploads } from "@/realtime/uploads/uploads";
import { openBrowser } from "../../helpers/browser";
import { ME } from "../../helpers/fakeRoom";
import { problem, TusServer } from "../../helpers/tusServer";

// Vitest resolves the package for Node, which sends no Blob.
vi.mock("tus-js-client", () => import("tus-js-client/lib/browser/index.js" as string));
vi.mock("@/lib/api/api", () => ({ api: { get: vi.fn(), patch: vi.fn(), del: vi.fn() } }));
vi.mock("@/lib/session/session", () => ({ accessToken: async () => "token", SignedOut: class extends Error {} }));
vi.mock("@/lib/http/retry", () => ({ waitForRetry: async () => {} }));

declare const jsdom: { reconfigure: (options: { url: string }) => void };

const HERE = { room: 12, thread: null };
const clone = structuredClone;
let server: TusServer;
let opened: Uploads[] = [];

/** A tab has modules of its own, and shares the disk, the locks and the channels. */
async function openTab() {
  vi.resetModules();
  const [{ Uploads }, { draftAttachments, allAttachments }, { api }, { tusModule }] = await Promise.all([
    import("@/realtime/uploads/uploads"),
    import("@/realtime/uploads/attachment"),
    import("@/lib/api/api"),
    import("@/realtime/uploads/tusModule"),
  ]);
  // Loaded later, it would be a module of the tab that was opened last.
  await tusModule.load();
  vi.mocked(api.get).mockResolvedValue({ most_bytes: 1000, chunk_bytes: 10, day_bytes: null, left_bytes: null });
  vi.mocked(api.patch).mockResolvedValue(undefined);
  vi.mocked(api.del).mockResolvedValue(undefined);
  const uploads = new Uploads({ user: ME, onReady: vi.fn() });
  opened.push(uploads);
  await uploads.open();
  return { uploads, api, drafts: () => draftAttachments(HERE), all: allAttachments };
}

/** Holds an upload at its second chunk. */
function holdUpload() {
  let goOn = () => {};
  server.troubles.push(["PATCH file-1 10", () => new Promise<void>((resolve) => (goOn = resolve))]);
  return { isHeld: () => expect(server.requests).toContain("PATCH file-1 10"), goOn: () => goOn() };
}

const twelve = () => new File(["twelve bytes"], "notes.txt", { type: "text/plain" });
const created = () => server.requests.filter((line) => line === "POST").length;

beforeEach(async () => {
  // Node cannot copy the Blob of jsdom. It does not change, so that the same one will do.
  vi.stubGlobal("structuredClone", (value: unknown) => (value instanceof Blob ? value : clone(value)));
  vi.stubGlobal("indexedDB", new IDBFactory());
  openBrowser();
  server = new TusServer();
  jsdom.reconfigure({ url: await server.start() });
});

afterEach(async () => {
  for (const each of opened) each.close();
  opened = [];
  await server.stop();
});

it("show the same files, and one of them uploads each", async () => {
  const [one, two] = [await openTab(), await openTab()];
  one.uploads.add(HERE, [twelve(), twelve()]);
  two.uploads.add(HERE, [twelve()]);
  for (const { drafts } of [one, two]) {
    await vi.waitFor(() => expect(drafts().map(({ state }) => state)).toEqual(["ready", "ready", "ready"]));
  }
  expect(created()).toBe(3);
  expect(one.drafts().map(({ file }) => file)).toEqual(two.drafts().map(({ file }) => file));
});

it("goes on in the other tab where the first one was closed", async () => {
  const [one, two] = [await openTab(), await openTab()];
  const held = holdUpload();
  one.uploads.add(HERE, [twelve()]);
  await vi.waitFor(held.isHeld);
  one.uploads.close();
  await vi.waitFor(() => expect(two.drafts()).toMatchObject([{ state: "ready", file: "file-1" }]));
  held.goOn();
  expect(server.only().received.toString()).toBe("twelve bytes");
  expect(created()).toBe(1);
});

it("keeps what each tab changes of a file that is uploaded", async () => {
  const [one, two] = [await openTab(), await openTab()];
  server.troubles.push(["PATCH file-1 10", problem(503, "unavailable")]);
  one.uploads.add(HERE, [twelve()]);
  await vi.waitFor(() => expect(two.drafts()[0]?.isKept).toBe(true));
  two.uploads.setAlt(two.drafts()[0]?.id ?? "", "A cat");
  await vi.waitFor(() => expect(one.drafts()).toMatchObject([{ state: "ready", file: "file-1", toldAlt: "A cat" }]));
  await vi.waitFor(() => expect(two.drafts()).toEqual(one.drafts()));
  const third = await openTab();
  expect(third.drafts()).toEqual(one.drafts());
  expect(created()).toBe(1);
});

it("keeps what both change of a file at once", async () => {
  const [one, two] = [await openTab(), await openTab()];
  one.uploads.add(HERE, [twelve(), twelve()]);
  await vi.waitFor(() => expect(two.drafts().map(({ state }) => state)).toEqual(["ready", "ready"]));
  const id = two.drafts()[0]?.id ?? "";
  two.uploads.setAlt(id, "A cat");
  one.uploads.moveTo(id, 1);
  for (const { drafts } of [one, two]) {
    await vi.waitFor(() => expect(drafts()[1]).toMatchObject({ id, alt: "A cat", state: "ready" }));
  }
  expect((await openTab()).drafts()).toEqual(one.drafts());
});

it("forgets a file that one removes while the other changes it", async () => {
  const [one, two] = [await openTab(), await openTab()];
  one.uploads.add(HERE, [twelve()]);
  await vi.waitFor(() => expect(two.drafts()[0]?.state).toBe("ready"));
  const id = two.drafts()[0]?.id ?? "";
  two.uploads.remove(id);
  one.uploads.setAlt(id, "A cat");
  await vi.waitFor(() => expect(one.all()).toEqual([]));
  expect(two.all()).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await openTab()).all()).toEqual([]);
});

it("forgets a file in both, and on the disk, that one removes while the other uploads", async () => {
  const [one, two] = [await openTab(), await openTab()];
  const held = holdUpload();
  one.uploads.add(HERE, [twelve()]);
  await vi.waitFor(held.isHeld);
  await vi.waitFor(() => expect(two.drafts()[0]?.url).not.toBeNull());
  two.uploads.remove(two.drafts()[0]?.id ?? "");
  expect(two.api.del).toHaveBeenCalledWith("/api/files/file-1/");
  await vi.waitFor(() => expect(one.all()).toEqual([]));
  held.goOn();
  expect((await openTab()).all()).toEqual([]);
});

it("a message that one tab wrote is a message in the other, with its files", async () => {
  const [one, two] = [await openTab(), await openTab()];
  const held = holdUpload();
  one.uploads.add(HERE, [twelve()]);
  await vi.waitFor(held.isHeld);
  const ids = one.uploads.claim(HERE, "nonce");
  one.uploads.keepClaim(ids);
  await vi.waitFor(() => expect(two.drafts()).toEqual([]));
  expect(two.uploads.isReady(ids)).toBe(false);
  held.goOn();
  one.uploads.close();
  await vi.waitFor(() => expect(two.uploads.filesOf(ids)).toEqual(["file-1"]));
  two.uploads.release(ids);
  expect((await openTab()).all()).toEqual([]);
});
