// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ServerFrame } from "@/lib/protocol/types";
import { SignedOut } from "@/lib/session/session";
import { ReconnectingSocket, type Status } from "@/realtime/connection/socket";
import { FakeSocket } from "../../helpers/fakeSocket";

let socket: ReconnectingSocket;
let statuses: Status[];
let frames: ServerFrame[];
const token = vi.fn<(rejected?: string) => Promise<string>>();
const onRevoked = vi.fn();

beforeEach(async () => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
  FakeSocket.install();
  statuses = [];
  frames = [];
  token.mockReset().mockResolvedValue("token-1");
  onRevoked.mockReset();
  socket = new ReconnectingSocket({
    url: "ws://site/ws/chat/",
    token,
    onStatus: (status) => statuses.push(status),
    onFrame: (frame) => frames.push(frame),
    onRevoked,
  });
  socket.start();
  await settled();
});

afterEach(() => {
  socket.stop();
  vi.useRealTimers();
});

const settled = () => vi.advanceTimersByTimeAsync(0);
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const sockets = () => FakeSocket.all.length;

/** Breaks the connection and tells how long it took to try again. */
async function timeToReturn(code = 1006) {
  const before = sockets();
  FakeSocket.last.closes(code);
  let waited = 0;
  for (; sockets() === before && waited < 60_000; waited += 250) await pass(250);
  return waited;
}

async function failOften() {
  for (let i = 0; i < 6; i++) await timeToReturn();
}

describe("connecting", () => {
  it("offers the protocol and the token, and is open once greeted", () => {
    expect(FakeSocket.last.protocols).toEqual(["chat.v1", "bearer.token-1"]);
    expect(statuses).toEqual(["connecting"]);
    FakeSocket.last.greets();
    expect(statuses.at(-1)).toBe("open");
  });

  it("gives up on a server that never greets", async () => {
    await pass(15_000);
    expect(FakeSocket.all[0]?.closed).toBe(true);
    await pass(1000);
    expect(sockets()).toBe(2);
  });

  it("waits longer after each failure, at most a quarter of a minute", async () => {
    const waits: number[] = [];
    for (let i = 0; i < 7; i++) waits.push(await timeToReturn());
    expect(waits).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it("spreads those who come back over the whole wait", async () => {
    vi.mocked(Math.random).mockReturnValue(0);
    FakeSocket.last.closes(1006);
    await settled();
    expect(sockets()).toBe(2);
  });

  it("starts from short waits again after a connection that held", async () => {
    await failOften();
    FakeSocket.last.greets();
    await pass(11_000);
    expect(await timeToReturn()).toBe(1000);
  });

  it("goes on waiting longer after one that broke at once", async () => {
    await failOften();
    FakeSocket.last.greets();
    expect(await timeToReturn()).toBe(15_000);
  });

  it("tries hardly later when the network returns, and once more where that fails", async () => {
    await failOften();
    FakeSocket.last.closes(1006);
    const before = sockets();
    dispatchEvent(new Event("online"));
    await pass(100);
    expect(sockets()).toBe(before + 1);
    FakeSocket.last.closes(1006);
    await pass(100);
    expect(sockets()).toBe(before + 2);
    expect(await timeToReturn()).toBe(15_000);
  });

  it("is quick once after each connection that worked, and goes on waiting longer where that fails", async () => {
    for (let drop = 0; drop < 5; drop++) {
      FakeSocket.last.greets();
      await pass(2000);
      expect(await timeToReturn()).toBe(1000);
    }
    expect([await timeToReturn(), await timeToReturn()]).toEqual([2000, 4000]);
    FakeSocket.last.greets();
    await pass(2000);
    expect([await timeToReturn(), await timeToReturn()]).toEqual([1000, 8000]);
  });

  it("stops where there is no session", async () => {
    token.mockRejectedValue(new SignedOut());
    FakeSocket.last.closes(1006);
    await pass(60_000);
    expect(statuses.at(-1)).toBe("closed");
    expect(sockets()).toBe(1);
  });
});

describe("closed by the server", () => {
  it("takes a new token on 4401 and comes back at once, the second time more slowly", async () => {
    FakeSocket.last.closes(4401);
    await settled();
    expect(token).toHaveBeenLastCalledWith("token-1");
    expect(sockets()).toBe(2);
    FakeSocket.last.closes(4401);
    await settled();
    expect(sockets()).toBe(2);
    await pass(1000);
    expect(sockets()).toBe(3);
  });

  it("ends the session on 4403, named by the frame before the close", async () => {
    FakeSocket.last.greets();
    FakeSocket.last.says({ type: "closed", code: 4403, reason: "session_revoked" });
    FakeSocket.last.closes(1006);
    await pass(60_000);
    expect(onRevoked).toHaveBeenCalledExactlyOnceWith("session_revoked");
    expect(statuses.at(-1)).toBe("closed");
    expect(sockets()).toBe(1);
  });

  it("does not come back after 4404", async () => {
    FakeSocket.last.closes(4404);
    await pass(60_000);
    expect(sockets()).toBe(1);
  });

  it("comes back soon after 1012, whatever went before", async () => {
    await failOften();
    expect(await timeToReturn(1012)).toBe(2000);
  });
});

describe("while open", () => {
  beforeEach(() => FakeSocket.last.greets(25));

  it("takes two missed heartbeats for a dead connection", async () => {
    await pass(49_000);
    FakeSocket.last.says({ type: "heartbeat", epoch: "e", heads: {} });
    await pass(49_000);
    expect(sockets()).toBe(1);
    await pass(2000);
    expect(FakeSocket.all[0]?.closed).toBe(true);
    expect(sockets()).toBe(2);
  });

  it("asks whether the server is there when the person comes back, and does not wait for long", async () => {
    document.dispatchEvent(new Event("visibilitychange"));
    expect(FakeSocket.last.sent).toEqual([{ type: "ping", ref: 1 }]);
    await pass(6000);
    expect(sockets()).toBe(2);
  });

  it("asks for a second only when the network is back, and then tries hardly later", async () => {
    await pass(20_000);
    dispatchEvent(new Event("online"));
    expect(FakeSocket.last.sent).toEqual([{ type: "ping", ref: 1 }]);
    await pass(900);
    expect(sockets()).toBe(1);
    await pass(200);
    expect(sockets()).toBe(2);
  });

  it("asks the same when the clock went on while its timers stood still, and only then", async () => {
    await pass(10_000);
    expect(FakeSocket.last.sent).toEqual([]);
    vi.setSystemTime(Date.now() + 60_000);
    await pass(2000);
    expect(FakeSocket.last.sent).toEqual([{ type: "ping", ref: 1 }]);
    await pass(6000);
    expect(sockets()).toBe(2);
  });

  it("answers requests by their ref, in any order", async () => {
    const one = socket.request({ type: "room.read", room: 1, seq: 1 });
    const two = socket.request({ type: "room.read", room: 2, seq: 2 });
    FakeSocket.last.says({ type: "ok", ref: 2, last_read_seq: 22 });
    FakeSocket.last.says({ type: "error", ref: 1, code: "not_found", detail: "" });
    await expect(two).resolves.toMatchObject({ last_read_seq: 22 });
    await expect(one).rejects.toMatchObject({ code: "not_found" });
  });

  it("fails what was asked when the connection goes or no answer comes", async () => {
    const late = expect(socket.request({ type: "room.read", room: 1, seq: 1 })).rejects.toMatchObject({
      code: "timeout",
    });
    await pass(10_000);
    await late;
    const cut = socket.request({ type: "room.read", room: 1, seq: 1 });
    FakeSocket.last.closes(1006);
    await expect(cut).rejects.toMatchObject({ code: "closed" });
    await expect(socket.request({ type: "room.read", room: 1, seq: 1 })).rejects.toMatchObject({ code: "closed" });
  });

  it("renews its session with another token", async () => {
    token.mockResolvedValue("token-2");
    FakeSocket.last.says({ type: "session.expiring", expires_at: "" });
    await settled();
    expect(token).toHaveBeenLastCalledWith("token-1");
    expect(FakeSocket.last.sent).toEqual([{ type: "session.renew", token: "token-2", ref: 1 }]);
  });

  it.each(["not json", "null", "[]", '{"no":"type"}', '{"type":7}'])("survives the frame %s", (text) => {
    const before = frames.length;
    FakeSocket.last.says(text);
    expect(frames).toHaveLength(before);
    expect(statuses.at(-1)).toBe("open");
  });
});
