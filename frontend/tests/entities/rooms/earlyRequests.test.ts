// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { hanako, kenji, openBrowser, openTab, refusal, type Site } from "../../helpers/browser";

const ROOMS = "GET /api/rooms/?limit=500";
const room = (id: number, last_seq = 100, last_read_seq = last_seq) => ({
  id,
  last_seq,
  last_read_seq,
  unread: last_seq - last_read_seq,
});
const openings = () => site.requests.filter((call) => call.includes("/opening/"));
const pages = () => site.requests.filter((call) => call.includes("/messages/"));

const FIRST = "GET /api/rooms/1/opening/?limit=50";
const said = { id: 1, seq: 7, rev: 9, text: "Early", thread: null, nonce: "n", author: hanako };
const page = { messages: [said], has_before: false, has_after: false };

let site: Site;
beforeEach(() => {
  site = openBrowser();
  site.answers[ROOMS] = () => Response.json({ results: [room(1), room(2, 100, 20), room(3, 100, 90)], next: null });
  site.answers[FIRST] = () => Response.json({ room: { ...room(1), rev: 9 }, around: null, page });
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
  ["/rooms/1", "/api/rooms/1/opening/?limit=50"],
  ["/rooms/1/7", "/api/rooms/1/opening/?around=7&limit=50"],
  ["/rooms/1/7?thread=5", "/api/rooms/1/opening/?limit=50"],
  ["/rooms/1?panel=members", "/api/rooms/1/opening/?limit=50"],
])("asks at %s for %s", async (address, call) => {
  site.answers[`GET ${call}`] = () => Response.json({ room: room(1), around: null, page });
  const tab = await open(address);
  expect((await tab.earlyOpening(hanako.id))?.room.id).toBe(1);
  expect(openings()).toEqual([`GET ${call}`]);
  expect(site.refreshes).toBe(1);
});

it.each(["/", "/rooms/4", "/rooms/abc", "/settings"])("asks at %s for the rooms alone", async (address) => {
  const tab = await open(address);
  expect(await tab.earlyOpening(hanako.id)).toBeNull();
  expect(await tab.fetchMyRooms(ask)).toHaveLength(3);
  expect(openings()).toEqual([]);
});

it("has the rooms where the opening fails", async () => {
  site.answers[FIRST] = () => refusal(503, "unavailable");
  const tab = await open("/rooms/1");
  expect(await tab.earlyOpening(hanako.id)).toBeNull();
  expect(await tab.fetchMyRooms(ask)).toHaveLength(3);
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
  expect(await tab.earlyOpening(hanako.id)).toBeNull();
  if (rooms) site.answers[ROOMS] = rooms;
  expect(await tab.fetchMyRooms(ask)).toHaveLength(3);
});

it("gives nobody what was asked for as somebody else", async () => {
  const tab = await open("/rooms/1");
  expect(await tab.earlyOpening(hanako.id)).not.toBeNull();
  expect(await tab.earlyOpening(kenji.id)).toBeNull();
  tab.session.setState({ user: kenji });
  await tab.fetchMyRooms(ask);
  expect(site.requests.filter((call) => call === ROOMS)).toHaveLength(2);
});

describe("the history asked for early", () => {
  async function opened() {
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
    expect(timelineOf(1)).toMatchObject({ have: 9, loaded: { messages: [{ text: "Early" }] } });
    expect(pages()).toEqual([]);
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
  expect(await tab.earlyOpening(hanako.id)).toBeNull();
  expect(site.refreshes).toBe(1);
  expect(site.requests).not.toContain(ROOMS);
});

describe("what comes with the token", () => {
  const OPENING = "/api/rooms/1/opening/?limit=50";

  async function openEmbedded() {
    history.replaceState(null, "", "/rooms/1");
    const tab = await openTab();
    const early = await import("@/entities/rooms/earlyRequests");
    const started = tab.startSession(early.earlyPaths());
    early.requestEarly();
    await started;
    return { ...tab, ...early };
  }

  it("is not asked for by itself, and is taken once", async () => {
    site.embeddable = {
      "/api/rooms/?limit=500": { results: [room(1)], next: null },
      [OPENING]: { room: { ...room(1), rev: 9 }, around: null, page },
    };
    const tab = await openEmbedded();
    expect((await tab.earlyOpening(hanako.id))?.room.rev).toBe(9);
    expect(await tab.fetchMyRooms(ask)).toHaveLength(1);
    expect(site.requests).toEqual(["POST /api/session/refresh/"]);
    expect(await tab.fetchMyRooms(ask)).toHaveLength(3);
    expect(site.requests).toEqual(["POST /api/session/refresh/", ROOMS]);
  });

  it("is asked for by itself where the server did not send it", async () => {
    const tab = await openEmbedded();
    expect((await tab.earlyOpening(hanako.id))?.room.id).toBe(1);
    expect(site.requests).toEqual(["POST /api/session/refresh/", ROOMS, FIRST]);
  });

  it("is wanted with the first token alone", async () => {
    site.embeddable = { [OPENING]: { room: room(1), around: null, page } };
    const tab = await openEmbedded();
    await tab.accessToken("token-1");
    expect(site.bodies).toEqual([{ embed: ["/api/rooms/?limit=500", OPENING] }]);
    expect(site.refreshes).toBe(2);
  });
});
