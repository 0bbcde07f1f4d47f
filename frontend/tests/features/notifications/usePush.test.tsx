import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { isPushed } from "@/features/notifications/push";
import { usePush } from "@/features/notifications/usePush";
import { startSession } from "@/lib/session/session";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { useConnection } from "@/realtime/connection/connectionState";
import { setRealtime } from "@/realtime/currentClient";
import { hanako, openBrowser, type Site } from "../../helpers/browser";
import { aSummary } from "../../helpers/summary";
import { aDevice, type Device } from "./device";

const [ROOM, ROOT] = [12, 1001];

let site: Site;
let device: Device;
const mark = vi.fn();
const write = vi.fn(({ onKept }: { onKept: () => void }) => onKept());

beforeEach(async () => {
  site = openBrowser();
  device = aDevice();
  site.answers["GET /api/push/key/"] = () => Response.json({ key: "AQID" });
  site.answers["POST /api/push/subscriptions/"] = () => Response.json({ id: 31, privacy: "text", failing: true });
  site.answers["POST /api/inbox/done/"] = () => Response.json({ unread: 0, rooms: {}, me: 6 });
  setRealtime({ readMarkers: { mark }, outbox: { write }, socket: { wake: () => {} } } as never);
  await startSession();
});

afterEach(() => {
  cleanup();
  setRealtime(null);
  connect("closed");
  localStorage.clear();
  vi.clearAllMocks();
});

function open(...others: number[]) {
  const client = new QueryClient();
  const rooms = [ROOM, ...others].map((id) => aSummary({ id, last_read_seq: 9 }));
  client.setQueryData(queryKeys.rooms(), rooms);
  const around = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <MemoryRouter>{children}</MemoryRouter>
    </QueryClientProvider>
  );
  renderHook(usePush, { wrapper: around });
  return client;
}

const connect = (status: "open" | "closed") => act(() => useConnection.setState({ status, missesRooms: false }));
const order = (data: object, ...ports: MessagePort[]) =>
  device.serviceWorker.dispatchEvent(new MessageEvent("message", { data, ports }));
const done = () => site.bodies.filter((body) => "replies" in (body as object));

it("marks the room for a message of it", () => {
  open();
  order({ type: "irori.read", room: ROOM, thread: null, seq: 9 });
  expect(mark).toHaveBeenCalledExactlyOnceWith(ROOM, 9);
  expect(done()).toEqual([]);
});

it("says who is here once it knows the rooms, and could do what is asked for", () => {
  const said: unknown[] = [];
  const port = { postMessage: (who: unknown) => said.push(who) } as unknown as MessagePort;
  const client = open();
  order({ type: "irori.who" }, port);
  act(() => client.removeQueries({ queryKey: queryKeys.rooms() }));
  order({ type: "irori.who" }, port);
  expect(said).toEqual([hanako.id, null]);
});

it("marks the thread for a reply, and leaves the marker of its room alone", async () => {
  open();
  order({ type: "irori.read", room: ROOM, thread: ROOT, seq: 9 });
  await expect.poll(done).toEqual([{ replies: { thread: ROOT, seq: 9 } }]);
  order({ type: "irori.answer", user: hanako.id, room: ROOM, thread: ROOT, seq: 10, text: "coming", nonce: "n" });
  await expect.poll(done).toHaveLength(2);
  expect(write.mock.lastCall?.[0]).toMatchObject({ room: ROOM, thread: ROOT, text: "coming", nonce: "n" });
  expect(mark).not.toHaveBeenCalled();
});

it("hears of a push that pushes come", async () => {
  open();
  await expect.poll(() => localStorage.getItem(`irori.push.${hanako.id}`)).toBe("31");
  expect(isPushed()).toBe(false);
  order({ type: "irori.pushed", user: 7 });
  expect(isPushed(), "somebody else's").toBe(false);
  order({ type: "irori.pushed", user: hanako.id });
  expect(isPushed()).toBe(true);
});

it("closes what comes late, when it was read elsewhere", async () => {
  connect("open");
  open();
  await new Promise((resolve) => setTimeout(resolve, 1200));
  const shown = device.show({ user: hanako.id, room: ROOM, seq: 9, thread: null });
  order({ type: "irori.pushed", user: hanako.id });
  await expect.poll(() => shown.close.mock.calls.length, { timeout: 3000 }).toBe(1);
});

it("closes what was deleted before it was connected, and nothing else", async () => {
  const messages = (deleted_at: string | null) => () => Response.json({ messages: [{ seq: 10, deleted_at }] });
  const asking = (room: number) => `GET /api/rooms/${room}/messages/?around=10&limit=1`;
  site.answers[asking(11)] = () => Response.json({ code: "unavailable" }, { status: 400 });
  site.answers[asking(ROOM)] = messages("2026-11-28T10:00:00Z");
  site.answers[asking(13)] = messages(null);
  site.answers[asking(14)] = () => Response.json({ messages: [] });
  const place = { user: hanako.id, seq: 10, thread: null };
  const [refused, gone, kept, reply, unsent] = [
    device.show({ ...place, room: 11 }),
    device.show({ ...place, room: ROOM }),
    device.show({ ...place, room: 13 }),
    device.show({ ...place, room: 14, thread: ROOT }),
    device.show({ ...place, room: ROOM, kind: "unsent" }),
  ];
  open(11, 13, 14);
  expect(site.requests.filter((request) => request.includes("/messages/"))).toEqual([]);
  connect("open");
  await expect.poll(() => site.requests).toContain(asking(14));
  expect(gone.close).toHaveBeenCalledOnce();
  for (const each of [refused, kept, reply, unsent]) expect(each.close).not.toHaveBeenCalled();
});

it("looks at its subscription again when it is connected again", async () => {
  vi.spyOn(Math, "random").mockReturnValueOnce(0.001);
  open();
  await expect.poll(() => localStorage.getItem(`irori.push.${hanako.id}`)).toBe("31");
  site.answers["GET /api/push/subscriptions/"] = () => Response.json({ results: [] });
  site.answers["POST /api/push/subscriptions/"] = () => Response.json({ id: 32, privacy: "text", failing: true });
  const isAsked = () => site.requests.includes("GET /api/push/subscriptions/");
  connect("open");
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(isAsked()).toBe(false);
  connect("closed");
  connect("open");
  await expect.poll(isAsked).toBe(true);
  await expect.poll(() => localStorage.getItem(`irori.push.${hanako.id}`)).toBe("32");
});

it("sends the answers that were given back while there was no page, and forgets them", async () => {
  const words = { room: ROOM, thread: null, seq: 9, text: "coming", nonce: "n" };
  const kept = new Map<string, object>([
    ["/irori-unsent/n", { user: hanako.id, ...words }],
    ["/irori-unsent/m", { ...words, user: 7 }],
  ]);
  const cache = {
    keys: async () => [...kept.keys()],
    match: async (name: string) => Response.json(kept.get(name)),
    delete: async (name: string) => kept.delete(name),
  };
  vi.stubGlobal("caches", { has: async () => true, open: async () => cache });
  open();
  await expect.poll(() => [...kept.keys()]).toEqual(["/irori-unsent/m"]);
  expect(write.mock.calls).toHaveLength(1);
  expect(write.mock.lastCall?.[0]).toMatchObject({ room: ROOM, text: "coming", nonce: "n" });
  vi.unstubAllGlobals();
});
