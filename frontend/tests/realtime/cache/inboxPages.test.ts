// @vitest-environment jsdom
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { InboxItem } from "@/lib/protocol/types";
import { CacheWriter } from "@/realtime/cache/cacheWriter";
import { type InboxPages, putInInbox, reloadInboxPages } from "@/realtime/cache/inboxPages";
import { mutationKeys, queryKeys } from "@/realtime/cache/queryKeys";
import { message, ROOM } from "../../helpers/fakeRoom";

const item = (seq: number, kind = "mention"): InboxItem => ({
  id: seq,
  kind,
  message: message(seq),
  room: ROOM,
  at: "2026-11-20T09:12:00Z",
  done: false,
});
const page = (results: InboxItem[]) => ({ results, next: null, unread: results.length });
const shown: InboxPages = { pages: [page([item(9), item(8, "here")]), page([item(3)])], pageParams: [null, "/next"] };
const seqs = ({ pages }: InboxPages) => pages.map(({ results }) => results.map((each) => each.message.seq));

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it("drops what was deleted, and what does not mention everybody any more", () => {
  const deleted = message(3, { rev: 20, text: "", deleted_at: "2026-11-20T10:00:00Z" });
  expect(seqs(putInInbox(shown, deleted))).toEqual([[9, 8], []]);
  expect(seqs(putInInbox(shown, message(8, { rev: 20 })))).toEqual([[9], [3]]);
  expect(seqs(putInInbox(shown, message(8, { rev: 20, mentions_here: true })))).toEqual([[9, 8], [3]]);
});

it("shows an edited text, and nothing that is older", () => {
  const edited = putInInbox(shown, message(9, { rev: 20, text: "another" }));
  expect(edited.pages[0]?.results[0]?.message.text).toBe("another");
  expect(putInInbox(shown, message(9, { rev: 8, text: "old news" }))).toBe(shown);
  expect(putInInbox(shown, message(5))).toBe(shown);
});

it("puts a change into both parts of the list", () => {
  const client = new QueryClient();
  for (const state of ["undone", "done"] as const) client.setQueryData(queryKeys.inbox(state), shown);
  new CacheWriter(client).putInInbox(message(9, { rev: 20, deleted_at: "2026-11-20T10:00:00Z" }));
  for (const state of ["undone", "done"] as const)
    expect(seqs(client.getQueryData<InboxPages>(queryKeys.inbox(state)) as InboxPages)).toEqual([[8], [3]]);
});

/** How often the pages were asked for. */
async function open(client: QueryClient) {
  const queryFn = vi.fn(async () => 1);
  new QueryObserver(client, { queryKey: queryKeys.inbox("undone"), queryFn }).subscribe(() => {});
  await vi.advanceTimersByTimeAsync(0);
  return () => queryFn.mock.calls.length - 1;
}

it("loads the pages once for all that is marked within a moment, and seldom where that goes on", async () => {
  const client = new QueryClient();
  const loads = await open(client);
  for (let n = 0; n < 5; n++) reloadInboxPages(client);
  await vi.advanceTimersByTimeAsync(600);
  expect(loads()).toBe(1);
  for (let n = 0; n < 100; n++) {
    reloadInboxPages(client);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(loads()).toBeLessThanOrEqual(5);
  await vi.advanceTimersByTimeAsync(20_000);
  const before = loads();
  reloadInboxPages(client);
  await vi.advanceTimersByTimeAsync(600);
  expect(loads()).toBe(before + 1);
});

it("loads nothing that is older than a mark on its way", async () => {
  const client = new QueryClient();
  const loads = await open(client);
  let store = () => {};
  const stored = new Promise<void>((resolve) => {
    store = resolve;
  });
  const onSettled = () => reloadInboxPages(client);
  const options = { mutationKey: mutationKeys.markInbox(), mutationFn: () => stored, onSettled };
  void client.getMutationCache().build(client, options).execute(undefined);
  reloadInboxPages(client);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(loads()).toBe(0);
  store();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(loads()).toBe(1);
});
