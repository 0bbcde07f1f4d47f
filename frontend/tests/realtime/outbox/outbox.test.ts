// @vitest-environment jsdom
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ErrorCode, Message } from "@/lib/protocol/types";
import { SocketError, type SocketFailure } from "@/realtime/connection/requests";
import { Outbox, type OutboxEvent } from "@/realtime/outbox/outbox";
import { type Entry, OutboxStorage } from "@/realtime/outbox/outboxStorage";
import { ME, message, user } from "../../helpers/fakeRoom";

let opened: Outbox[] = [];

/** The server as an outbox sees it: stores by nonce; `fail` says what happens to the next tries. */
class Server {
  stored: Message[] = [];
  tried: string[] = [];
  attempts: number[] = [];
  fail: (SocketFailure | "stored, but the answer is lost")[] = [];

  send = async ({ nonce, text, room }: Entry, attempt: number): Promise<Message> => {
    this.tried.push(nonce);
    this.attempts.push(attempt);
    const failure = this.fail.shift();
    if (failure && failure !== "stored, but the answer is lost") throw new SocketError(failure);
    const known = this.stored.find((each) => each.nonce === nonce);
    const stored = known ?? message(this.stored.length + 1, { nonce, text, room, author: user(ME) });
    if (!known) this.stored.push(stored);
    if (failure) throw new SocketError("closed");
    return stored;
  };

  get texts() {
    return this.stored.map((each) => each.text);
  }
}

function openOutbox(server: Server, id = ME) {
  const events: OutboxEvent[] = [];
  let waiting = 0;
  const outbox = new Outbox({
    user: id,
    send: (entry, attempt) => server.send(entry, attempt),
    onEvent: (each) => events.push(each),
    onCount: (count) => {
      waiting = count;
    },
  });
  opened.push(outbox);
  return { outbox, events, waiting: () => waiting };
}

function gateway() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.spyOn(Math, "random").mockReturnValue(0);
});

afterEach(() => {
  for (const each of opened) each.close();
  opened = [];
});

describe("sending", () => {
  it("isSendKey each room's messages one after another", async () => {
    const server = new Server();
    const { outbox, waiting } = openOutbox(server);
    await Promise.all(["one", "two", "three"].map((text) => outbox.write({ room: 12, text })));
    expect(server.texts).toEqual(["one", "two", "three"]);
    expect(waiting()).toBe(0);
  });

  it("keeps the nonce on every try, and the order", async () => {
    const server = new Server();
    server.fail = ["closed", "stored, but the answer is lost", "timeout", "rate_limited", "unavailable"];
    const { outbox } = openOutbox(server);
    await Promise.all([outbox.write({ room: 12, text: "one" }), outbox.write({ room: 12, text: "two" })]);
    await vi.waitFor(() => expect(server.texts).toEqual(["one", "two"]));
    expect(new Set(server.tried).size).toBe(2);
  });

  it("says how often it has sent a message", async () => {
    const server = new Server();
    server.fail = ["closed", "unavailable", "room_archived"];
    const { outbox, events } = openOutbox(server);
    await outbox.write({ room: 12, text: "one" });
    await vi.waitFor(() => expect(server.attempts).toEqual([1, 2, 3]));
    await vi.waitFor(() => expect(events.at(-1)?.type).toBe("failed"));
    await outbox.retry((events[0] as OutboxEvent).entry.nonce);
    await outbox.write({ room: 12, text: "two" });
    expect(server.attempts).toEqual([1, 2, 3, 4, 1]);
  });

  it("counts what another tab has sent since", async () => {
    const server = new Server();
    server.fail = ["room_archived", "room_archived"];
    const [one, other] = [openOutbox(server), openOutbox(server)];
    await one.outbox.write({ room: 12, text: "one" });
    const { nonce } = (one.events[0] as OutboxEvent).entry;
    await vi.waitFor(() => expect(other.events.at(-1)?.type).toBe("failed"));
    await other.outbox.retry(nonce);
    await vi.waitFor(() => expect(one.events.at(-1)?.entry.attempt).toBe(2));
    await one.outbox.retry(nonce);
    expect(server.attempts).toEqual([1, 2, 3]);
  });

  it("does not let one room's trouble hold up another", async () => {
    const server = new Server();
    const send = server.send;
    server.send = (entry, attempt) =>
      entry.room === 12 ? Promise.reject(new SocketError("timeout")) : send(entry, attempt);
    const { outbox } = openOutbox(server);
    await Promise.all([outbox.write({ room: 12, text: "stuck" }), outbox.write({ room: 13, text: "goes" })]);
    expect(server.texts).toEqual(["goes"]);
  });

  it.each([
    "text_too_long",
    "room_archived",
    "not_found",
    "forbidden",
    "nonce_conflict",
    "too_many_held",
    "a_code_of_a_later_version" as ErrorCode,
  ] as const)("stops at %s and goes on with the next", async (code) => {
    const server = new Server();
    server.fail = [code];
    const { outbox, events, waiting } = openOutbox(server);
    await Promise.all([outbox.write({ room: 12, text: "refused" }), outbox.write({ room: 12, text: "fine" })]);
    expect(server.texts).toEqual(["fine"]);
    expect(events.find((each) => each.type === "failed")?.entry).toMatchObject({ text: "refused", failed: code });
    expect(waiting()).toBe(0);
  });

  it("tries a failed message again only when told to, under its nonce", async () => {
    const server = new Server();
    server.fail = ["room_archived"];
    const { outbox, events } = openOutbox(server);
    await outbox.write({ room: 12, text: "again" });
    await outbox.flush();
    expect(server.tried).toHaveLength(1);
    const { nonce } = (events[0] as OutboxEvent).entry;
    await outbox.retry(nonce);
    expect(server.stored).toMatchObject([{ nonce, text: "again" }]);
  });

  it("does not send what was discarded while it waited its turn", async () => {
    const server = new Server();
    server.fail = ["closed", "closed"];
    vi.mocked(Math.random).mockReturnValue(1);
    const { outbox, events } = openOutbox(server);
    await Promise.all([outbox.write({ room: 12, text: "one" }), outbox.write({ room: 12, text: "two" })]);
    const { send } = server;
    const gate = gateway();
    server.send = vi.fn((entry, attempt) => gate.passed.then(() => send(entry, attempt)));
    const sending = outbox.flush();
    await vi.waitFor(() => expect(server.send).toHaveBeenCalled());
    await outbox.discard((events[1] as OutboxEvent).entry.nonce);
    gate.open();
    await sending;
    expect(server.texts).toEqual(["one"]);
  });

  it("sends what is written while the turn before it ends", async () => {
    const gate = gateway();
    const request = async (_: string, __: unknown, work: () => Promise<void>) => {
      await work();
      await gate.passed;
    };
    vi.stubGlobal("navigator", { ...navigator, locks: { request } });
    const server = new Server();
    const { outbox } = openOutbox(server);
    void outbox.write({ room: 12, text: "one" });
    await vi.waitFor(() => expect(server.texts).toEqual(["one"]));
    await outbox.write({ room: 12, text: "two" });
    gate.open();
    await vi.waitFor(() => expect(server.texts).toEqual(["one", "two"]));
  });

  it("forgets what is discarded", async () => {
    const server = new Server();
    server.fail = ["room_archived"];
    const { outbox, events } = openOutbox(server);
    await outbox.write({ room: 12, text: "never mind" });
    await outbox.discard((events[0] as OutboxEvent).entry.nonce);
    const again = openOutbox(server);
    await again.outbox.open();
    expect(again.events).toEqual([]);
  });
});

describe("a message with files", () => {
  function openWithFiles({ isReady = true, mayRestart = true } = {}) {
    const server = new Server();
    const state = { isReady, events: [] as OutboxEvent[] };
    const onFilesLost = vi.fn(() => mayRestart);
    const outbox = new Outbox({
      user: ME,
      send: (entry, attempt) => server.send(entry, attempt),
      isReady: ({ files = [] }) => files.length === 0 || state.isReady,
      onFilesLost,
      onEvent: (each) => state.events.push(each),
      onCount: () => {},
    });
    opened.push(outbox);
    const write = (text: string, files: string[] = []) => outbox.write({ room: 12, text, files });
    return { server, state, outbox, onFilesLost, write };
  }

  it("waits for them, and later ones overtake it", async () => {
    const { server, state, outbox, write } = openWithFiles({ isReady: false });
    await write("picture", ["a"]);
    await write("words");
    expect(server.texts).toEqual(["words"]);
    state.isReady = true;
    await outbox.flush();
    expect(server.texts).toEqual(["words", "picture"]);
  });

  it("waits while they are uploaded again, once, where the server has them no more", async () => {
    const { server, state, outbox, onFilesLost, write } = openWithFiles();
    server.fail = ["file_not_found", "file_not_found"];
    onFilesLost.mockImplementation(() => {
      state.isReady = false;
      return true;
    });
    await write("picture", ["a"]);
    expect(onFilesLost).toHaveBeenCalledTimes(1);
    expect(state.events.map(({ type }) => type)).toEqual(["queued"]);
    state.isReady = true;
    await outbox.flush();
    expect(onFilesLost).toHaveBeenCalledTimes(1);
    expect(state.events.at(-1)).toMatchObject({ type: "failed", entry: { failed: "file_not_found" } });
  });

  it("fails where nothing can be uploaded again", async () => {
    const { server, state, write } = openWithFiles({ mayRestart: false });
    server.fail = ["file_not_found"];
    await write("picture", ["a"]);
    expect(state.events.at(-1)?.type).toBe("failed");
  });

  it("stays with its files where the room was left meanwhile, and goes once its author is back", async () => {
    const { server, state, outbox, write } = openWithFiles();
    server.fail = ["not_found"];
    await write("picture", ["a"]);
    expect(state.events.at(-1)).toMatchObject({ type: "failed", entry: { failed: "not_found" } });
    const [[nonce = "", files] = []] = [...outbox.files()];
    expect(files).toEqual(["a"]);
    expect(outbox.unsent).toBe(1);
    await outbox.retry(nonce);
    expect(server.texts).toEqual(["picture"]);
  });

  it("goes without a file that its author gives up, and not at all once nothing is left", async () => {
    const { server, state, outbox, write } = openWithFiles({ isReady: false });
    await write("", ["a", "b"]);
    const { nonce } = (state.events[0] as OutboxEvent).entry;
    await outbox.dropFile(nonce, "a");
    expect(outbox.files().get(nonce)).toEqual(["b"]);
    await outbox.dropFile(nonce, "b");
    expect(outbox.unsent).toBe(0);
    expect(state.events.at(-1)?.type).toBe("discarded");
    expect(server.tried).toEqual([]);
  });
});

describe("a closed browser", () => {
  it("keeps what was written and sends it once, in order, on the next visit", async () => {
    const server = new Server();
    const send = server.send;
    server.send = () => Promise.reject(new SocketError("closed"));
    const first = openOutbox(server);
    await first.outbox.write({ room: 12, text: "one" });
    await first.outbox.write({ room: 12, text: "two" });
    first.outbox.close();

    server.send = send;
    const next = openOutbox(server);
    await next.outbox.open();
    await vi.waitFor(() => expect(server.texts).toEqual(["one", "two"]));
    expect(next.events.slice(0, 2).map((each) => each.entry.text)).toEqual(["one", "two"]);
  });

  it("does not send another person's messages", async () => {
    const server = new Server();
    server.send = () => Promise.reject(new SocketError("closed"));
    const mine = openOutbox(server);
    await mine.outbox.write({ room: 12, text: "mine" });
    mine.outbox.close();
    const theirs = openOutbox(new Server(), 99);
    await theirs.outbox.open();
    expect(theirs.events).toEqual([]);
  });

  it("forgets what waits of somebody who signs out, and of nobody else", async () => {
    const server = new Server();
    server.send = () => Promise.reject(new SocketError("closed"));
    const mine = openOutbox(server);
    const theirs = openOutbox(server, 99);
    await mine.outbox.write({ room: 12, text: "mine" });
    await theirs.outbox.write({ room: 12, text: "theirs" });
    expect(mine.outbox.unsent).toBe(1);
    await mine.outbox.forget();
    expect(mine.outbox.unsent).toBe(0);
    const later = [openOutbox(new Server()), openOutbox(new Server(), 99)];
    for (const each of later) await each.outbox.open();
    expect(later.map((each) => each.events.map(({ entry }) => entry.text)[0])).toEqual([undefined, "theirs"]);
  });

  it("works in memory where the disk is refused", async () => {
    vi.stubGlobal("indexedDB", {
      open: () => {
        throw new DOMException("refused", "SecurityError");
      },
    });
    const server = new Server();
    await openOutbox(server).outbox.write({ room: 12, text: "still sent" });
    expect(server.texts).toEqual(["still sent"]);
  });
});

describe("two tabs", () => {
  it("show each other's waiting messages and send each once", async () => {
    const server = new Server();
    const [one, two] = [openOutbox(server), openOutbox(server)];
    await Promise.all([
      one.outbox.write({ room: 12, text: "from one" }),
      two.outbox.write({ room: 12, text: "from two" }),
    ]);
    expect(server.texts.toSorted()).toEqual(["from one", "from two"]);
    const shown = () => two.events.filter((each) => each.entry.text === "from one").map((each) => each.type);
    await vi.waitFor(() => expect(shown().sort()).toEqual(expect.arrayContaining(["queued", "stored"])));
  });

  it.each([
    ["once", ["closed"], [1, 2]],
    ["more often", ["closed", "timeout", "closed"], [1, 2, 3, 4]],
  ] as const)("send what a closed one had tried %s", async (_, failures, attempts) => {
    const server = new Server();
    server.fail = [...failures];
    const [one, two] = [openOutbox(server), openOutbox(server)];
    await two.outbox.open();
    const random = vi.mocked(Math.random).mockImplementation(() => (server.fail.length === 0 ? 1 : 0));
    void one.outbox.write({ room: 12, text: "left behind" });
    await vi.waitFor(() => expect(server.fail).toEqual([]));
    one.outbox.close();
    random.mockReturnValue(0);
    await vi.waitFor(() => expect(server.texts).toEqual(["left behind"]));
    expect(server.attempts).toEqual(attempts);
    await vi.waitFor(() => expect(two.waiting()).toBe(0));
  });

  it("leave a message to the one that wrote it while it is sent", async () => {
    const server = new Server();
    const [one, two] = [openOutbox(server), openOutbox(server)];
    await two.outbox.open();
    const flush = vi.spyOn(two.outbox, "flush");
    await one.outbox.write({ room: 12, text: "mine" });
    await vi.waitFor(() => expect(two.waiting()).toBe(0));
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(flush).not.toHaveBeenCalled();
    expect(server.attempts).toEqual([1]);
  });

  it("shows nothing as waiting that one sends while the other restores it", async () => {
    const server = new Server();
    const [sending, read, reading] = [gateway(), gateway(), gateway()];
    const { send } = server;
    server.send = vi.fn((entry, attempt) => sending.passed.then(() => send(entry, attempt)));
    const one = openOutbox(server);
    const written = one.outbox.write({ room: 12, text: "sent meanwhile" });
    await vi.waitFor(() => expect(server.send).toHaveBeenCalled());
    const { all } = OutboxStorage.prototype;
    vi.spyOn(OutboxStorage.prototype, "all").mockImplementationOnce(async function (this: OutboxStorage, id) {
      const entries = await all.call(this, id);
      read.open();
      await reading.passed;
      return entries;
    });
    const two = openOutbox(server);
    const opening = two.outbox.open();
    await read.passed;
    sending.open();
    await written;
    reading.open();
    await opening;
    expect(two.events.map(({ type }) => type)).toContain("queued");
    await vi.waitFor(() => expect(two.waiting()).toBe(0));
    expect(two.events.at(-1)?.type).toBe("discarded");
    expect(server.texts).toEqual(["sent meanwhile"]);
  });
});
