import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { useReadReplies } from "@/entities/inbox/readReplies";
import { startSession } from "@/lib/session/session";
import { CacheWriter } from "@/realtime/cache/cacheWriter";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { aDevice } from "../../features/notifications/device";
import { openBrowser, refusal, type Site } from "../../helpers/browser";

const [ROOM, ROOT] = [12, 1001];

let site: Site;
let client: QueryClient;
let left: object;

beforeEach(async () => {
  site = openBrowser();
  client = new QueryClient();
  await startSession();
  site.answers["POST /api/inbox/done/"] = () => Response.json(left);
});

afterEach(cleanup);

const known = (unread: number, rooms: Record<string, number> | null, me: number) =>
  client.setQueryData(queryKeys.inboxUnread(), { unread, rooms, me });

const asked = () => site.bodies.filter((body) => "replies" in (body as object));

function look(seq: number, isSeen = true) {
  const around = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return renderHook(({ upTo, seen }) => useReadReplies(ROOM, ROOT, upTo, seen), {
    wrapper: around,
    initialProps: { upTo: seq, seen: isSeen },
  });
}

const aWhile = () => act(() => new Promise((resolve) => setTimeout(resolve, 1500)));

it("marks the replies that are seen as done, once", async () => {
  known(2, { [ROOM]: 1 }, 5);
  left = { unread: 1, rooms: { 14: 1 }, me: 6 };
  look(9);
  await expect.poll(asked).toEqual([{ replies: { thread: ROOT, seq: 9 } }]);
  await expect.poll(() => client.getQueryData(queryKeys.inboxUnread())).toEqual(left);
  await aWhile();
  expect(asked()).toHaveLength(1);
});

it("marks a reply that comes while the thread is looked at, when the inbox has it", async () => {
  known(0, {}, 5);
  left = { unread: 0, rooms: {}, me: 7 };
  const { rerender } = look(9);
  rerender({ upTo: 10, seen: true });
  await aWhile();
  expect(asked()).toEqual([]);
  act(() => new CacheWriter(client).putInbox({ type: "inbox", unread: 1, me: 6, disturbs: [1010] }));
  await expect.poll(asked).toEqual([{ replies: { thread: ROOT, seq: 10 } }]);
});

it.each<[string, Record<string, number>, number, boolean]>([
  ["nobody looks", { [ROOM]: 1 }, 9, false],
  ["the room has nothing undone", { 14: 1 }, 9, true],
  ["no reply is seen", { [ROOM]: 1 }, 0, true],
])("marks nothing where %s", async (_, rooms, seq, isSeen) => {
  known(1, rooms, 5);
  look(seq, isSeen);
  await aWhile();
  expect(asked()).toEqual([]);
});

it("tries again where the server asks for a wait", async () => {
  known(1, { [ROOM]: 1 }, 5);
  left = { unread: 0, rooms: {}, me: 6 };
  let tries = 0;
  site.answers["POST /api/inbox/done/"] = () =>
    ++tries === 1 ? refusal(429, "rate_limited", {}, { "Retry-After": "1" }) : Response.json(left);
  look(9);
  await expect.poll(() => client.getQueryData(queryKeys.inboxUnread())).toEqual(left);
  expect(tries).toBe(2);
});

it("marks once where its own frame comes before the answer", async () => {
  known(2, { [ROOM]: 1 }, 5);
  left = { unread: 1, rooms: { [ROOM]: 1 }, me: 6 };
  site.answers["POST /api/inbox/done/"] = async () => {
    act(() => new CacheWriter(client).putInbox({ type: "inbox", unread: 1, me: 6, disturbs: [] }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    return Response.json(left);
  };
  look(9);
  await aWhile();
  expect(asked()).toHaveLength(1);
});

it("closes the notifications of what is read in the thread, and no others", async () => {
  const device = aDevice();
  known(3, { [ROOM]: 3 }, 5);
  left = { unread: 2, rooms: { [ROOM]: 2 }, me: 6 };
  const read = device.show({ room: ROOM, seq: 9, thread: ROOT });
  const others = [
    { room: ROOM, seq: 10, thread: ROOT },
    { room: ROOM, seq: 8, thread: 1002 },
    { room: ROOM, seq: 8, thread: null },
  ].map(device.show);
  look(9);
  await expect.poll(() => read.close.mock.calls.length).toBe(1);
  for (const each of others) expect(each.close).not.toHaveBeenCalled();
});
