// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { hanako, kenji, openBrowser, openTab, refusal, type Site } from "../../helpers/browser";

const ROOMS = "GET /api/rooms/";
const room = (id: number, last_seq = 100, last_read_seq = last_seq) => ({
  id,
  last_seq,
  last_read_seq,
  unread: last_seq - last_read_seq,
});
const pages = () => site.requests.filter((call) => call.includes("/messages/"));

let site: Site;
beforeEach(() => {
  site = openBrowser();
  site.answers[ROOMS] = () => Response.json({ results: [room(1), room(2, 100, 20), room(3, 100, 90)], next: null });
});

async function open(address: string) {
  history.replaceState(null, "", address);
  const tab = await openTab();
  const early = await import("@/entities/rooms/earlyRequests");
  const started = tab.startSession();
  early.requestEarly();
  await started;
  return { ...tab, ...early };
}

const ask = new AbortController().signal;

it.each([
  ["/rooms/1", "/api/rooms/1/messages/?limit=50"],
  ["/rooms/2", "/api/rooms/2/messages/?around=21&limit=50"],
  ["/rooms/3", "/api/rooms/3/messages/?limit=50"],
  ["/rooms/1/7", "/api/rooms/1/messages/?around=7&limit=50"],
  ["/rooms/1/7?thread=5", "/api/rooms/1/messages/?limit=50"],
  ["/rooms/1?panel=members", "/api/rooms/1/messages/?limit=50"],
])("asks at %s for %s", async (address, call) => {
  const tab = await open(address);
  expect((await tab.earlyHistory(hanako.id))?.room.id).toBe(Number(address.split("/")[2]?.split("?")[0]));
  expect(pages()).toEqual([`GET ${call}`]);
  expect(site.refreshes).toBe(1);
});

it.each(["/", "/rooms/4", "/rooms/abc", "/settings"])("asks at %s for the rooms alone", async (address) => {
  const tab = await open(address);
  expect(await tab.earlyHistory(hanako.id)).toBeNull();
  expect(await tab.fetchMyRooms(ask)).toHaveLength(3);
  expect(pages()).toEqual([]);
});

it("asks for the rooms once, and anew when they are wanted again", async () => {
  const tab = await open("/");
  await tab.fetchMyRooms(ask);
  expect(site.requests.filter((call) => call === ROOMS)).toHaveLength(1);
  await tab.fetchMyRooms(ask);
  expect(site.requests.filter((call) => call === ROOMS)).toHaveLength(2);
});

it("asks again for what could not be had", async () => {
  const rooms = site.answers[ROOMS];
  site.answers[ROOMS] = () => refusal(503, "unavailable");
  const tab = await open("/rooms/1");
  expect(await tab.earlyHistory(hanako.id)).toBeNull();
  if (rooms) site.answers[ROOMS] = rooms;
  expect(await tab.fetchMyRooms(ask)).toHaveLength(3);
});

it("gives nobody what was asked for as somebody else", async () => {
  const tab = await open("/rooms/1");
  expect(await tab.earlyHistory(hanako.id)).not.toBeNull();
  expect(await tab.earlyHistory(kenji.id)).toBeNull();
  tab.session.setState({ user: kenji });
  await tab.fetchMyRooms(ask);
  expect(site.requests.filter((call) => call === ROOMS)).toHaveLength(2);
});

describe("the history asked for early", () => {
  const said = { id: 1, seq: 7, rev: 9, text: "Early", thread: null, nonce: "n", author: hanako };
  const page = { messages: [said], has_before: false, has_after: false };

  async function opened() {
    site.answers["GET /api/rooms/1/messages/?limit=50"] = () => Response.json(page);
    const tab = await open("/rooms/1");
    const [{ showEarlyHistory }, timelines] = await Promise.all([
      import("@/app/room/useHistory"),
      import("@/realtime/timeline/timelineStore"),
    ]);
    return { ...tab, ...timelines, showEarlyHistory };
  }

  it("is shown without being asked for again", async () => {
    const { showEarlyHistory, timelineOf } = await opened();
    await showEarlyHistory(hanako.id);
    expect(timelineOf(1)?.loaded?.messages).toMatchObject([{ text: "Early" }]);
    expect(pages()).toHaveLength(1);
  });

  it("is left where somebody reads the room already", async () => {
    const { openTimeline, showEarlyHistory, timelineOf } = await opened();
    openTimeline(1, hanako.id, 0);
    await showEarlyHistory(hanako.id);
    expect(timelineOf(1)).toMatchObject({ loaded: null, load: null });
  });

  it("is not shown to somebody else", async () => {
    const { showEarlyHistory, timelineOf } = await opened();
    await showEarlyHistory(kenji.id);
    expect(timelineOf(1)).toBeUndefined();
  });
});

it("asks once who this is where nobody is signed in", async () => {
  site.cookie = null;
  const tab = await open("/rooms/1");
  expect(await tab.earlyHistory(hanako.id)).toBeNull();
  expect(site.refreshes).toBe(1);
  expect(site.requests).not.toContain(ROOMS);
});
