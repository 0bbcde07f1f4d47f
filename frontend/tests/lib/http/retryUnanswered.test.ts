// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openBrowser, openTab, refusal, type Site } from "../../helpers/browser";

const ROOMS = "POST /api/rooms/";
const HALF_A_MINUTE = 60_000;

let site: Site;
beforeEach(() => {
  vi.useFakeTimers();
  site = openBrowser();
});
afterEach(() => vi.useRealTimers());

async function openApi() {
  const { api, startSession } = await openTab();
  const { retrying } = await import("@/lib/http/retryUnanswered");
  const started = startSession();
  await vi.advanceTimersByTimeAsync(1000);
  await started;
  return { api, requests: () => retrying.getState().requests };
}

/** What the server answers to each try, the last one for ever. */
function answers(call: string, ...tries: (() => Response)[]) {
  let next = 0;
  site.answers[call] = () => (tries[Math.min(next++, tries.length - 1)] as () => Response)();
}

const lost = () => {
  throw new TypeError("Failed to fetch");
};
const made = () => Response.json({ id: 7 }, { status: 201 });
const tries = (call: string) => site.requests.filter((each) => each === call).length;

describe("a request whose answer is lost", () => {
  it.each([
    ["lost on the way", lost],
    ["said by a proxy", () => new Response("<h1>Bad gateway</h1>", { status: 502 })],
    ["a worker that has no database", () => refusal(503, "unavailable")],
  ])("is sent again under the same key: %s", async (_, failure) => {
    const { api, requests } = await openApi();
    answers(ROOMS, failure, failure, made);
    const room = api.post("/api/rooms/", { name: "Hearth" }, { key: "one-key" });
    await vi.advanceTimersByTimeAsync(100);
    expect(requests()).toBe(1);
    await vi.advanceTimersByTimeAsync(HALF_A_MINUTE);
    await expect(room).resolves.toEqual({ id: 7 });
    expect(site.keys).toEqual(["one-key", "one-key", "one-key"]);
    expect(requests()).toBe(0);
  });

  it("fails in the end, after half a minute or so", async () => {
    const { api, requests } = await openApi();
    answers(ROOMS, lost);
    const failed = expect(api.post("/api/rooms/", {}, { key: "k" })).rejects.toMatchObject({ code: "network" });
    await vi.advanceTimersByTimeAsync(HALF_A_MINUTE);
    await failed;
    expect(tries(ROOMS)).toBe(6);
    expect(requests()).toBe(0);
  });

  it("is sent again as soon as the network is back", async () => {
    const { api } = await openApi();
    answers(ROOMS, lost, made);
    const room = api.post("/api/rooms/", {}, { key: "k" });
    await vi.advanceTimersByTimeAsync(100);
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(100);
    await expect(room).resolves.toEqual({ id: 7 });
  });

  it("is not sent again where that could make two", async () => {
    const { api } = await openApi();
    answers(ROOMS, lost, made);
    const failed = expect(api.post("/api/rooms/", {})).rejects.toMatchObject({ code: "network" });
    await vi.advanceTimersByTimeAsync(HALF_A_MINUTE);
    await failed;
    expect(tries(ROOMS)).toBe(1);
  });

  it.each([400, 404, 409, 429, 500])("is not sent again after an answer (%s)", async (status) => {
    const { api } = await openApi();
    answers(ROOMS, () => refusal(status, "invalid"), made);
    const failed = expect(api.post("/api/rooms/", {}, { key: "k" })).rejects.toMatchObject({ status });
    await vi.advanceTimersByTimeAsync(HALF_A_MINUTE);
    await failed;
    expect(tries(ROOMS)).toBe(1);
  });

  it("is not sent again once nobody waits for it", async () => {
    const { api } = await openApi();
    answers(ROOMS, lost, made);
    const closing = new AbortController();
    const failed = expect(api.post("/api/rooms/", {}, { key: "k", closed: closing.signal })).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(100);
    closing.abort();
    await vi.advanceTimersByTimeAsync(HALF_A_MINUTE);
    await failed;
    expect(tries(ROOMS)).toBe(1);
  });
});

describe("writes to one thing", () => {
  const HEART = "/api/messages/1/reactions/heart/";

  it("go one after another, so that the older one sent again undoes nothing", async () => {
    const { api } = await openApi();
    answers(`PUT ${HEART}`, lost, made);
    answers(`DELETE ${HEART}`, made);
    const put = api.put(HEART).catch(() => "given up");
    await vi.advanceTimersByTimeAsync(100);
    const taken = api.del(HEART);
    await vi.advanceTimersByTimeAsync(HALF_A_MINUTE);
    expect(await put).toBe("given up");
    await expect(taken).resolves.toEqual({ id: 7 });
    expect(site.requests.filter((call) => call.endsWith(HEART))).toEqual([`PUT ${HEART}`, `DELETE ${HEART}`]);
  });

  it("do not hold up writes to others", async () => {
    const { api } = await openApi();
    answers(`PUT ${HEART}`, lost);
    answers("PUT /api/messages/2/pin/", made);
    void api.put(HEART).catch(() => {});
    await vi.advanceTimersByTimeAsync(100);
    const other = api.put("/api/messages/2/pin/");
    await vi.advanceTimersByTimeAsync(100);
    await expect(other).resolves.toEqual({ id: 7 });
  });
});
