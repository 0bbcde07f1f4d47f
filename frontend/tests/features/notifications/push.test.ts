// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from "vitest";
import { withdraw, withdrawDone, withdrawMessage } from "@/features/notifications/shownPushes";
import type { InboxUnread } from "@/lib/protocol/types";
import { startSession } from "@/lib/session/session";
import { openBrowser, type Site } from "../../helpers/browser";
import { aDevice } from "./device";

let site: Site;

beforeEach(async () => {
  site = openBrowser();
  await startSession();
});

const ME = 1;
const of = (room: number, seq: number, user = ME) => ({ room, seq, user });

it("closes what is read, and nothing that has arrived before its message", async () => {
  const device = aDevice();
  const read = device.show(of(1, 5));
  const kept = [of(2, 9), { test: true }].map(device.show);
  await withdraw(ME, { 1: 5, 2: 8 });
  expect(read.close).toHaveBeenCalledOnce();
  for (const each of kept) expect(each.close).not.toHaveBeenCalled();
});

it("closes what is of a room that is not mine any more, and what is for somebody else", async () => {
  const device = aDevice();
  const gone = [of(3, 1), of(1, 9, 7)].map(device.show);
  await withdraw(ME, { 1: 5 });
  for (const each of gone) expect(each.close).toHaveBeenCalledOnce();
});

it("leaves replies to the inbox: the marker of their room says nothing of them", async () => {
  const device = aDevice();
  const [reply, elsewhere] = [
    { ...of(1, 5), thread: 9 },
    { ...of(3, 5), thread: 9 },
  ].map(device.show);
  await withdraw(ME, { 1: 7 });
  expect(reply?.close).not.toHaveBeenCalled();
  expect(elsewhere?.close, "not my room").toHaveBeenCalledOnce();
});

const NOTHING = { unread: 0, rooms: {}, me: 5 };

/** What is known, and what the server says when it is asked. */
async function withdrawAs(known: InboxUnread, now = known, meanwhile = () => {}) {
  site.answers["GET /api/inbox/unread/"] = () => {
    meanwhile();
    return Response.json(now);
  };
  await withdrawDone(known);
}

it.each<[string, InboxUnread, boolean[]]>([
  ["nothing is undone", NOTHING, [true, true]],
  ["something is, in one room", { unread: 1, rooms: { 2: 1 }, me: 5 }, [true, false]],
  ["something is, somewhere", { unread: 1, rooms: null, me: 5 }, [false, false]],
])("closes replies where %s", async (_, unread, gone) => {
  const device = aDevice();
  const replies = [1, 2].map((room) => device.show({ ...of(room, 5), thread: 9 }));
  const others = [of(1, 5), { test: true }, { ...of(1, 5), thread: 9, kind: "unsent" }].map(device.show);
  await withdrawAs(unread);
  expect(replies.map(({ close }) => close.mock.calls.length > 0)).toEqual(gone);
  for (const each of others) expect(each.close).not.toHaveBeenCalled();
});

it("leaves a reply that is newer than what is known of the inbox", async () => {
  const device = aDevice();
  const reply = device.show({ ...of(1, 5), thread: 9 });
  await withdrawAs(NOTHING, { unread: 1, rooms: { 1: 1 }, me: 6 });
  expect(reply.close).not.toHaveBeenCalled();
});

it("leaves a reply that comes while the server is asked", async () => {
  const device = aDevice();
  const reply = device.show({ ...of(1, 5), thread: 9 });
  let next = reply;
  await withdrawAs(NOTHING, NOTHING, () => {
    next = device.show({ ...of(1, 6), thread: 9 });
  });
  expect(reply.close).toHaveBeenCalledOnce();
  expect(next.close).not.toHaveBeenCalled();
});

it("asks for nothing where no reply is shown", async () => {
  aDevice().show(of(1, 5));
  const asked = vi.fn();
  await withdrawAs(NOTHING, NOTHING, asked);
  expect(asked).not.toHaveBeenCalled();
});

it("leaves an answer that nobody else has, but not to somebody else", async () => {
  const device = aDevice();
  const unsent = (room: number, user = ME) => device.show({ ...of(room, 5, user), kind: "unsent" });
  const [mine, elsewhere, theirs] = [unsent(1), unsent(3), unsent(1, 7)];
  await withdraw(ME, { 1: 9 });
  await withdrawMessage({ room: 1, seq: 5 });
  expect(mine.close).not.toHaveBeenCalled();
  expect(elsewhere.close).not.toHaveBeenCalled();
  expect(theirs.close).toHaveBeenCalledOnce();
});
