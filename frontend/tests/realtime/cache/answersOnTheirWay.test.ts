// @vitest-environment jsdom
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HeldMessage, Member, Message } from "@/lib/protocol/types";
import { CacheWriter } from "@/realtime/cache/cacheWriter";
import { reloadInboxPages } from "@/realtime/cache/inboxPages";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { message, ROOM, user } from "../../helpers/fakeRoom";

const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } } });
const writer = new CacheWriter(client);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  client.clear();
  vi.useRealTimers();
});

/** A list that is shown, whose answers come when the test says so. */
function shown(queryKey: readonly unknown[]) {
  const answers: ((answer: unknown) => void)[] = [];
  const queryFn = vi.fn(() => new Promise<unknown>((resolve) => answers.push(resolve)));
  new QueryObserver(client, { queryKey, queryFn }).subscribe(() => {});
  return {
    asked: () => queryFn.mock.calls.length,
    answer: async (answer: unknown) => {
      answers.shift()?.(answer);
      await vi.advanceTimersByTimeAsync(0);
      return client.getQueryData(queryKey);
    },
  };
}

const member = (id: number, more: Partial<Member> = {}): Member => ({
  user: user(id),
  role: "member",
  joined_at: "2026-11-20T09:12:00Z",
  rev: 1,
  last_read_seq: 1,
  read_rev: 1,
  ...more,
});
const pagesOf = (results: unknown[]) => ({ pages: [{ results }], pageParams: [null] });

describe("members", () => {
  it("have who came and lack who left while the first answer was on its way", async () => {
    const list = shown(queryKeys.members(ROOM));
    writer.putMember(ROOM, member(3, { rev: 5 }));
    writer.putMember(ROOM, member(2, { rev: 6, role: null }));
    expect(await list.answer([member(1), member(2)])).toEqual([member(1), member(3, { rev: 5 })]);
    expect(list.asked()).toBe(1);
  });

  it("keep what is newer in the answer than in the frame", async () => {
    const list = shown(queryKeys.members(ROOM));
    writer.putMember(ROOM, member(1, { rev: 5, role: "moderator" }));
    writer.putReading(ROOM, 1, 4, 2);
    const newer = member(1, { rev: 7, last_read_seq: 9, read_rev: 3 });
    expect(await list.answer([newer])).toEqual([newer]);
  });

  it("have how far somebody has read meanwhile", async () => {
    const list = shown(queryKeys.members(ROOM));
    writer.putReading(ROOM, 1, 8, 2);
    expect(await list.answer([member(1)])).toEqual([member(1, { last_read_seq: 8, read_rev: 2 })]);
  });

  it("keep a frame where a later answer that is on its way is older", async () => {
    const list = shown(queryKeys.members(ROOM));
    await list.answer([member(1)]);
    writer.reloadMembers(ROOM);
    writer.putMember(ROOM, member(2));
    expect(await list.answer([member(1)])).toEqual([member(1), member(2)]);
  });

  it("of a page have another role", async () => {
    const list = shown(queryKeys.memberPages(ROOM, "role", ""));
    const promoted = member(1, { rev: 5, role: "moderator" });
    writer.putMember(ROOM, promoted);
    expect(await list.answer(pagesOf([member(1), member(2)]))).toEqual(pagesOf([promoted, member(2)]));
  });

  it("are asked for again after an outage, when a first answer has come that is older", async () => {
    const [all, page] = [shown(queryKeys.members(ROOM)), shown(queryKeys.memberPages(ROOM, "role", ""))];
    writer.reloadMembers();
    await all.answer([]);
    await page.answer(pagesOf([]));
    expect([all.asked(), page.asked()]).toEqual([2, 2]);
  });
});

describe("pins", () => {
  const pinned = message(3, { rev: 9, pinned_at: "2026-11-20T10:00:00Z" });

  it.each<[string, Message, Message[], number]>([
    ["a message that was pinned", pinned, [], 2],
    ["a message that was released", message(3, { rev: 10 }), [pinned], 2],
    ["what the answer has", pinned, [pinned], 1],
    ["a message that was never pinned", message(4), [pinned], 1],
  ])("%s while the first answer was on its way", async (_, told, answer, asked) => {
    const list = shown(queryKeys.pins(ROOM));
    writer.putPin(told);
    await list.answer(answer);
    expect(list.asked()).toBe(asked);
  });
});

it("a pin that was edited is shown as it is now", async () => {
  const pinned = message(3, { rev: 9, pinned_at: "2026-11-20T10:00:00Z" });
  const list = shown(queryKeys.pins(ROOM));
  await list.answer([pinned]);
  const edited = { ...pinned, rev: 10, text: "11:00" };
  writer.putPin(edited);
  writer.putPin(pinned);
  expect(client.getQueryData(queryKeys.pins(ROOM))).toEqual([edited]);
  expect(list.asked()).toBe(1);
});

it("a quoted message of long ago is not shown any more once it is deleted", async () => {
  const quoted = shown(queryKeys.message(message(3).id));
  const deleted = message(3, { rev: 9, text: "", deleted_at: "2026-11-20T10:00:00Z" });
  writer.putQuoted(deleted);
  expect(await quoted.answer(message(3))).toEqual(deleted);
});

it("the files of a room are asked for again when a slow first answer has come", async () => {
  const list = shown(queryKeys.files(ROOM, "all"));
  writer.putFiles(message(3));
  await vi.advanceTimersByTimeAsync(1500);
  await list.answer({ pages: [{ files: [], next: null }], pageParams: [null] });
  expect(list.asked()).toBe(2);
});

it("what I want to be told of is asked for again", async () => {
  const list = shown(queryKeys.notificationPreferences());
  writer.reloadNotificationPreferences();
  await list.answer({});
  expect(list.asked()).toBe(2);
});

it("a message of mine that is held is asked for again", async () => {
  const list = shown(queryKeys.held(ROOM));
  writer.putHeld({ id: 7, room: ROOM } as HeldMessage);
  await list.answer([]);
  expect(list.asked()).toBe(2);
});

describe("the pages of my inbox", () => {
  const item = (seq: number) => ({ id: seq, kind: "mention", message: message(seq) });

  it("are asked for again where something came into it", async () => {
    const list = shown(queryKeys.inbox("undone"));
    reloadInboxPages(client);
    await vi.advanceTimersByTimeAsync(5000);
    await list.answer(pagesOf([]));
    expect(list.asked()).toBe(2);
  });

  it("lack a message that was deleted", async () => {
    const list = shown(queryKeys.inbox("done"));
    writer.putInInbox(message(3, { rev: 20, deleted_at: "2026-11-20T10:00:00Z" }));
    expect(await list.answer(pagesOf([item(3), item(4)]))).toEqual(pagesOf([item(4)]));
  });
});

describe("a room that I left", () => {
  const lists = [queryKeys.held(ROOM), queryKeys.pins(ROOM), queryKeys.files(ROOM, "all")];

  it.each(lists)("has nothing in %s, which may be another list when I come back", (...queryKey) => {
    client.setQueryData(queryKey, []);
    writer.removeRoom(ROOM);
    expect(client.getQueryData(queryKey)).toBeUndefined();
  });

  it("is not asked for where it is still shown, and once when it is shown again", async () => {
    const queryKey = queryKeys.held(ROOM);
    const list = shown(queryKey);
    await list.answer([]);
    writer.removeRoom(ROOM);
    await vi.advanceTimersByTimeAsync(1000);
    expect(list.asked()).toBe(1);
    const again = shown(queryKey);
    expect(again.asked() + list.asked()).toBe(2);
  });
});
