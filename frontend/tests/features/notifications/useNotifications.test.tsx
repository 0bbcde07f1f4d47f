import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter, useLocation } from "react-router";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { showWatching } from "@/features/notifications/tabLocks";
import { useNotifications } from "@/features/notifications/useNotifications";
import { startI18n } from "@/lib/i18n/i18n";
import type { RoomSummary } from "@/lib/protocol/types";
import { signIn, signOut, startSession } from "@/lib/session/session";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { emitDisturbing, emitNewMessage } from "@/realtime/newMessages";
import { hanako, openBrowser, type Site } from "../../helpers/browser";
import { message, ROOM } from "../../helpers/fakeRoom";
import { aSummary } from "../../helpers/summary";

class Shown {
  static permission = "granted";
  static all: Shown[] = [];
  onclick = () => {};
  close = vi.fn();
  readonly body: string;
  constructor(_: string, { body }: { body: string }) {
    this.body = body;
    Shown.all.push(this);
  }
}

let site: Site;
let client: QueryClient;

beforeEach(async () => {
  site = openBrowser();
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("Notification", Shown);
  localStorage.setItem("irori.notifications", "on");
  Shown.all = [];
  await startI18n();
  await startSession();
});

afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

/** A tab of a device that takes no pushes. */
async function openTab(room: Partial<RoomSummary>, wanted: object = {}) {
  const preferences = { level: "all", muted_until: null, undisturbed_until: null, quiet: null, ...wanted };
  site.answers["GET /api/me/notifications/"] = () => Response.json(preferences);
  client = new QueryClient();
  client.setQueryData(queryKeys.rooms(), [aSummary({ id: ROOM, last_read_seq: 0, ...room })]);
  const around = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <MemoryRouter>{children}</MemoryRouter>
    </QueryClientProvider>
  );
  const useTab = () => {
    useNotifications();
    return useLocation();
  };
  const { result } = renderHook(useTab, { wrapper: around });
  // In the turn of this browser's tabs.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return () => result.current.pathname + result.current.search;
}

const now = (seq: number, said = {}) => message(seq, { created_at: new Date().toISOString(), ...said });
const bodies = () => Shown.all.map(({ body }) => body.replace(/[\u2068\u2069]/g, ""));

it("tells of what the frame names, before its message or after it, once", async () => {
  await openTab({ notify: "mentions" });
  emitNewMessage(now(1));
  emitNewMessage(now(2));
  emitDisturbing([1002, 1003]);
  emitNewMessage(now(3));
  emitDisturbing([1002]);
  await expect.poll(bodies).toEqual(["text 2", "text 3"]);
});

it("tells of every message of a room, where the preferences allow it", async () => {
  await openTab({ notify: "all" });
  emitNewMessage(now(1, { mentions: [hanako.id] }));
  emitDisturbing([1001]);
  await expect.poll(bodies).toEqual(["text 1"]);
  emitNewMessage(now(2, { thread: 1001 }));
  emitNewMessage(now(3));
  await expect.poll(bodies).toEqual(["text 1", "text 3"]);
});

it("is silent where I want to be undisturbed", async () => {
  await openTab({ notify: "all" }, { undisturbed_until: new Date(Date.now() + 3_600_000).toISOString() });
  emitNewMessage(now(1));
  await expect.poll(() => site.requests).toContain("GET /api/me/notifications/");
  emitNewMessage(now(2));
  emitDisturbing([1002]);
  await expect.poll(bodies).toEqual(["text 2"]);
});

it("is silent about what came before pushes did, which tell of it", async () => {
  await openTab({ notify: "all" });
  let answer: (preferences: Response) => void = () => {};
  const asked = new Promise<Response>((resolve) => {
    answer = resolve;
  });
  const given = site.answers["GET /api/me/notifications/"];
  site.answers["GET /api/me/notifications/"] = () => asked;
  emitNewMessage(now(1));
  await expect.poll(() => site.requests).toContain("GET /api/me/notifications/");
  pushes(7);
  answer(given?.(undefined) as Response);
  await expect.poll(() => client.getQueryData(queryKeys.notificationPreferences())).toBeDefined();
  pushes(null);
  await new Promise((resolve) => setTimeout(resolve, 20));
  emitNewMessage(now(2));
  await expect.poll(bodies).toEqual(["text 2"]);
});

/** Pushes come to this device by a subscription, or by none. */
function pushes(subscription: number | null) {
  const key = `irori.push.${hanako.id}`;
  if (subscription === null) localStorage.removeItem(key);
  else localStorage.setItem(key, `${subscription}`);
  act(() => void dispatchEvent(new StorageEvent("storage", { key })));
}

describe("of a room that somebody looks at", () => {
  let stop: () => void;

  beforeEach(async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 });
    await openTab({ notify: "all" });
    stop = showWatching(ROOM);
    await vi.advanceTimersByTimeAsync(100);
  });

  const later = () => vi.advanceTimersByTimeAsync(16_000);
  const undone = (rooms: Record<string, number>) =>
    client.setQueryData(queryKeys.inboxUnread(), { unread: 1, rooms, me: 5 });

  it("tells later where it was left unread", async () => {
    emitNewMessage(now(1));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(bodies()).toEqual([]);
    stop();
    await later();
    expect(bodies()).toEqual(["text 1"]);
  });

  it("is silent while they look", async () => {
    emitNewMessage(now(1));
    await later();
    await later();
    expect(bodies()).toEqual([]);
  });

  it.each<[string, Record<string, number>, string[]]>([
    ["tells of a reply that they have not seen", { [ROOM]: 1 }, ["text 2"]],
    ["is silent about a reply that they have seen", { 14: 1 }, []],
  ])("%s", async (_, rooms, told) => {
    undone(rooms);
    emitNewMessage(now(2, { thread: 1001 }));
    emitDisturbing([1002]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(bodies()).toEqual([]);
    await later();
    expect(bodies()).toEqual(told);
  });
});

it.each<[string, number | null, string]>([
  ["a message", null, "/rooms/12/1"],
  ["a reply in its thread", 1001, "/rooms/12/1?thread=1001"],
])("opens %s", async (_, thread, path) => {
  const place = await openTab({ notify: "all" });
  emitNewMessage(now(1, { thread }));
  emitDisturbing([1001]);
  await expect.poll(bodies).toEqual(["text 1"]);
  act(() => Shown.all[0]?.onclick());
  expect(place()).toBe(path);
});

it("closes what it has shown at a sign-out", async () => {
  await openTab({ notify: "all" });
  emitNewMessage(now(1));
  await expect.poll(bodies).toEqual(["text 1"]);
  await signOut();
  expect(Shown.all[0]?.close).toHaveBeenCalledOnce();
  await signIn({ username: "hanako", password: "tea" }, { key: "k", closed: new AbortController().signal });
});
