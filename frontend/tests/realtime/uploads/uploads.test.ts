// @vitest-environment jsdom
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "@/lib/api/api";
import { type Attachment, allAttachments, draftAttachments } from "@/realtime/uploads/attachment";
import { forgetLimits, uploadLimits } from "@/realtime/uploads/uploadLimits";
import { Uploads } from "@/realtime/uploads/uploads";
import { ME } from "../../helpers/fakeRoom";
import { breakAfter, problem, TusServer } from "../../helpers/tusServer";

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

function openUploads() {
  const onReady = vi.fn();
  const uploads = new Uploads({ user: ME, onReady });
  opened.push(uploads);
  return { uploads, onReady };
}

const fileOf = (text: string, name = "notes.txt", type = "text/plain") => new File([text], name, { type });
const drafts = () => draftAttachments(HERE);
const only = () => drafts()[0] as Attachment;
const whenReady = () =>
  vi.waitFor(() => expect(drafts().map(({ state }) => state)).toEqual(drafts().map(() => "ready")));
const text = () => server.only().received.toString();

beforeEach(async () => {
  // Node cannot copy the Blob of jsdom. It does not change, so that the same one will do.
  vi.stubGlobal("structuredClone", (value: unknown) => (value instanceof Blob ? value : clone(value)));
  vi.stubGlobal("indexedDB", new IDBFactory());
  forgetLimits();
  vi.mocked(api.get).mockResolvedValue({ most_bytes: 1000, chunk_bytes: 10, day_bytes: null, left_bytes: null });
  vi.mocked(api.patch).mockResolvedValue(undefined);
  vi.mocked(api.del).mockResolvedValue(undefined);
  server = new TusServer();
  jsdom.reconfigure({ url: await server.start() });
});

afterEach(async () => {
  for (const each of opened) each.close();
  opened = [];
  await server.stop();
});

describe("an upload", () => {
  it("begins when the file is added, in chunks of the server's size", async () => {
    const { uploads, onReady } = openUploads();
    uploads.add(HERE, [fileOf("twelve bytes", "e\u0301.txt")]);
    expect(only()).toMatchObject({ state: "waiting", kind: "file" });
    await whenReady();
    expect(text()).toBe("twelve bytes");
    expect(server.requests).toEqual(["POST", "PATCH file-1 0", "PATCH file-1 10"]);
    expect(server.only().metadata).toMatchObject({ filename: "é.txt", kind: "file" });
    expect(server.headers[0]).toMatchObject({ authorization: "Bearer token", "idempotency-key": only().key });
    expect(only().file).toBe("file-1");
    expect(onReady).toHaveBeenCalled();
  });

  it("goes on where it was after each lost connection", async () => {
    server.troubles.push(
      ["PATCH", breakAfter(server, 3)],
      ["PATCH", breakAfter(server, 4)],
      ["HEAD", (request) => void request.socket.destroy()],
    );
    openUploads().uploads.add(HERE, [fileOf("twelve bytes")]);
    await whenReady();
    expect(text()).toBe("twelve bytes");
    expect(server.requests.filter((line) => line === "POST")).toHaveLength(1);
    expect(server.requests).toContain("PATCH file-1 7");
  });

  it("goes on where it was after a reload, from the kept bytes", async () => {
    let passed = () => {};
    server.troubles.push(["PATCH file-1 10", () => new Promise<void>((resolve) => (passed = resolve))]);
    const { uploads } = openUploads();
    uploads.add(HERE, [fileOf("twelve bytes")]);
    await vi.waitFor(() => expect(server.requests).toContain("PATCH file-1 10"));
    uploads.close();
    passed();
    expect(drafts()).toEqual([]);
    await openUploads().uploads.open();
    await whenReady();
    expect(text()).toBe("twelve bytes");
    expect(server.requests.filter((line) => line === "POST")).toHaveLength(1);
  });

  it("begins anew where the server has it no more", async () => {
    server.troubles.push(["PATCH file-1 10", problem(410, "upload_gone")]);
    openUploads().uploads.add(HERE, [fileOf("twelve bytes")]);
    await whenReady();
    expect(server.uploads.get("file-2")?.received.toString()).toBe("twelve bytes");
    expect(only().file).toBe("file-2");
  });

  it.each([
    [415, "file_refused"],
    [422, "file_infected"],
    [429, "quota_reached"],
    [507, "storage_full"],
    [413, "file_too_large"],
  ])("ends at %i %s, and says so", async (status, code) => {
    server.troubles.push(["P", problem(status, code)]);
    openUploads().uploads.add(HERE, [fileOf("twelve bytes")]);
    await vi.waitFor(() => expect(only()).toMatchObject({ state: "failed", failure: code }));
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [503, "unavailable"],
    [503, "scanner_away"],
    [409, "upload_conflict"],
    [429, "rate_limited"],
    [401, "token_expired"],
  ])("is tried again after %i %s", async (status, code) => {
    server.troubles.push(["PATCH file-1 0", problem(status, code)]);
    openUploads().uploads.add(HERE, [fileOf("twelve bytes")]);
    await whenReady();
    expect(text()).toBe("twelve bytes");
  });

  it("of photos that must wait until others are looked at is repeated as often as it takes", async () => {
    const busy = problem(503, "unavailable");
    for (let times = 0; times < 12; times++) server.troubles.push(["PATCH", busy]);
    const { uploads } = openUploads();
    uploads.add(
      HERE,
      ["a.png", "b.png", "c.png"].map((name) => fileOf("photo", name, "image/png")),
    );
    await whenReady();
    expect(drafts()).toHaveLength(3);
    expect(server.troubles).toEqual([]);
  });

  it("of a refused photo goes as a file when told to", async () => {
    server.troubles.push(["PATCH", problem(415, "file_refused")]);
    const { uploads } = openUploads();
    uploads.add(HERE, [fileOf("<svg/>", "a.png", "image/png")]);
    await vi.waitFor(() => expect(only()).toMatchObject({ kind: "photo", state: "failed" }));
    uploads.setKind(only().id, "file");
    await whenReady();
    expect(server.uploads.get("file-2")?.metadata).toMatchObject({ kind: "file" });
  });

  it("ends when the file is removed, and frees the server from it", async () => {
    server.troubles.push(["PATCH file-1 10", () => {}]);
    const { uploads } = openUploads();
    uploads.add(HERE, [fileOf("twelve bytes")]);
    await vi.waitFor(() => expect(server.requests).toContain("PATCH file-1 10"));
    uploads.remove(only().id);
    expect(drafts()).toEqual([]);
    expect(api.del).toHaveBeenCalledWith("/api/files/file-1/");
    const { uploads: later } = openUploads();
    await later.open();
    expect(drafts()).toEqual([]);
  });
});

describe("the description", () => {
  it("written while the bytes are on their way is told before the file is ready", async () => {
    const { uploads } = openUploads();
    server.troubles.push(["PATCH file-1 0", problem(503, "unavailable")]);
    uploads.add(HERE, [fileOf("twelve bytes")]);
    await vi.waitFor(() => expect(server.requests).toContain("POST"));
    uploads.setAlt(only().id, "A cat");
    await whenReady();
    expect(vi.mocked(api.patch).mock.calls).toEqual([["/api/files/file-1/", { alt: "A cat" }]]);
    uploads.setAlt(only().id, "Two cats");
    expect(only().state).toBe("waiting");
    await whenReady();
    expect(api.patch).toHaveBeenLastCalledWith("/api/files/file-1/", { alt: "Two cats" });
  });
});

describe("what is written while the bytes are being stored", () => {
  it("is kept with them", async () => {
    const { uploads } = openUploads();
    server.troubles.push(["POST", () => {}]);
    uploads.add(HERE, [fileOf("twelve bytes")]);
    uploads.setAlt(only().id, "A cat");
    await vi.waitFor(() => expect(only().isKept).toBe(true));
    uploads.close();
    await openUploads().uploads.open();
    expect(only().alt).toBe("A cat");
  });
});

describe("closing the page", () => {
  it("is at risk until the browser has stored the bytes", async () => {
    const { uploads } = openUploads();
    server.troubles.push(["POST", () => new Promise<void>(() => {})]);
    uploads.add(HERE, [fileOf("twelve bytes")]);
    expect(uploads.isAtRisk).toBe(true);
    await vi.waitFor(() => expect(only().isKept).toBe(true));
    expect(uploads.isAtRisk).toBe(false);
  });
});

describe("limits are said before anything is uploaded", () => {
  it("size, emptiness, the day", async () => {
    vi.mocked(api.get).mockResolvedValue({ most_bytes: 20, chunk_bytes: 10, day_bytes: 15, left_bytes: 15 });
    await uploadLimits();
    openUploads().uploads.add(HERE, [
      fileOf(""),
      fileOf("x".repeat(21)),
      fileOf("x".repeat(10)),
      fileOf("y".repeat(6)),
    ]);
    expect(drafts().map(({ failure }) => failure)).toEqual(["file_empty", "file_too_large", null, "quota_reached"]);
    await vi.waitFor(() => expect(drafts()[2]?.state).toBe("ready"));
    expect(server.uploads.size).toBe(1);
  });

  it("ten files a message", () => {
    const { uploads } = openUploads();
    expect(
      uploads.add(
        HERE,
        Array.from({ length: 8 }, () => fileOf("x")),
      ),
    ).toBe(0);
    expect(uploads.add(HERE, [fileOf("a"), fileOf("b"), fileOf("c")])).toBe(1);
    expect(drafts()).toHaveLength(10);
    expect(uploads.add({ room: 13, thread: null }, [fileOf("a")])).toBe(0);
  });
});

describe("order", () => {
  it("is the order of choice until one is moved", () => {
    const { uploads } = openUploads();
    uploads.add(
      HERE,
      ["a", "b", "c"].map((name) => fileOf("x", name)),
    );
    const names = () => drafts().map(({ name }) => name);
    expect(names()).toEqual(["a", "b", "c"]);
    expect(uploads.moveTo(only().id, 1)).toBe(1);
    expect(names()).toEqual(["b", "a", "c"]);
    expect(uploads.moveTo(only().id, 9)).toBe(2);
    expect(names()).toEqual(["a", "c", "b"]);
    expect(uploads.claim(HERE, "nonce").map((id) => allAttachments().find((each) => each.id === id)?.name)).toEqual([
      "a",
      "c",
      "b",
    ]);
  });
});

describe("where the browser keeps nothing", () => {
  it("the upload goes on, and closing the page is at risk until it is done", async () => {
    vi.stubGlobal("indexedDB", {
      open: () => {
        throw new DOMException("", "SecurityError");
      },
    });
    const { uploads } = openUploads();
    let lose = () => {};
    const hold = (end: () => void) => {
      lose = end;
    };
    server.troubles.push(["POST", ({ socket }) => hold(() => socket.destroy())]);
    uploads.add(HERE, [fileOf("twelve bytes")]);
    await vi.waitFor(() => expect(server.requests).toEqual(["POST"]));
    expect(uploads.isAtRisk).toBe(true);
    lose();
    await whenReady();
    expect(only().isKept).toBe(false);
    expect(uploads.isAtRisk).toBe(false);
    expect(text()).toBe("twelve bytes");
  });
});

describe("where the storage is full", () => {
  it.each([
    [
      "by its own account",
      () => vi.stubGlobal("navigator", { storage: { estimate: async () => ({ quota: 100, usage: 90 }) } }),
    ],
    [
      "when it is written to",
      () => {
        const put = IDBObjectStore.prototype.put;
        vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, value, key) {
          if (value instanceof Blob) throw new DOMException("", "QuotaExceededError");
          return put.call(this, value, key);
        });
      },
    ],
  ])("%s, the upload goes on", async (_, fill) => {
    fill();
    const { uploads } = openUploads();
    uploads.add(HERE, [fileOf("twelve bytes")]);
    await vi.waitFor(() => expect(only().isKept).toBe(false));
    await whenReady();
    expect(text()).toBe("twelve bytes");
    uploads.close();
    const { uploads: next } = openUploads();
    await next.open();
    expect(only()).toMatchObject({ state: "ready", file: "file-1" });
  });
});

describe("a page that closes", () => {
  it("says which files it takes along, because only it had their bytes", async () => {
    vi.stubGlobal("navigator", { storage: { estimate: async () => ({ quota: 100, usage: 90 }) } });
    server.troubles.push(["POST", () => {}]);
    const { uploads } = openUploads();
    uploads.add(HERE, [fileOf("twelve bytes")]);
    await vi.waitFor(() => expect(only().isKept).toBe(false));
    dispatchEvent(new Event("pagehide"));
    expect(only()).toMatchObject({ state: "failed", failure: "file_not_found" });
    await new Promise((resolve) => setTimeout(resolve, 20));
    uploads.close();
    const { uploads: next } = openUploads();
    await next.open();
    expect(only().state).toBe("failed");
    expect(next.canRetry(only())).toBe(false);
  });
});

describe("signing out", () => {
  it("forgets attachments and bytes, also such as are being stored", async () => {
    const { uploads } = openUploads();
    uploads.add(HERE, [fileOf("twelve bytes")]);
    await whenReady();
    uploads.add(HERE, [fileOf("later")]);
    await uploads.forget();
    expect(drafts()).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await openUploads().uploads.open();
    expect(drafts()).toEqual([]);
  });
});

describe("a message", () => {
  it("takes the attachments of its draft, and finds them after a reload", async () => {
    const { uploads } = openUploads();
    uploads.add(HERE, [fileOf("one"), fileOf("two")]);
    await whenReady();
    const ids = uploads.claim(HERE, "nonce");
    expect(drafts()).toEqual([]);
    uploads.keepClaim(ids);
    expect(uploads.filesOf(ids)).toHaveLength(2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    uploads.close();
    const { uploads: next } = openUploads();
    // A connection may be there first.
    expect(next.isReady(ids)).toBe(false);
    await next.open();
    next.settle(new Map([["nonce", ids]]));
    expect(next.isReady(ids)).toBe(true);
    expect(next.filesOf(ids)).toHaveLength(2);
    next.settle(new Map());
    expect(allAttachments()).toEqual([]);
  });

  it("uploads again what the server lost", async () => {
    const { uploads } = openUploads();
    uploads.add(HERE, [fileOf("one")]);
    await whenReady();
    const ids = uploads.claim(HERE, "nonce");
    expect(uploads.restart(ids)).toBe(true);
    expect(uploads.isReady(ids)).toBe(false);
    await vi.waitFor(() => expect(uploads.filesOf(ids)).toEqual(["file-2"]));
    uploads.remove(ids[0] ?? "");
    expect(uploads.restart(ids)).toBe(false);
  });
});
