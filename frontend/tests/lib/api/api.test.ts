// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { openBrowser, openTab, refusal, type Site } from "../../helpers/browser";

let site: Site;
beforeEach(() => {
  site = openBrowser();
});

async function apiOfNewTab() {
  const { api, startSession } = await openTab();
  await startSession();
  return api;
}

describe("a request with a token that the server no longer takes", () => {
  it("gets a new token and is sent once more", async () => {
    const api = await apiOfNewTab();
    site.spoilTokens();
    await expect(api.get("/api/echo/")).resolves.toEqual({ token: "token-2" });
    expect(site.requests.filter((call) => call === "GET /api/echo/")).toHaveLength(2);
  });

  it("shares the new token with the requests beside it", async () => {
    const api = await apiOfNewTab();
    site.spoilTokens();
    await Promise.all([api.get("/api/echo/"), api.get("/api/echo/"), api.get("/api/echo/")]);
    expect(site.refreshes).toBe(2);
  });

  it("is not sent a third time", async () => {
    const api = await apiOfNewTab();
    site.answers["GET /api/echo/"] = () => refusal(401, "user_inactive");
    await expect(api.get("/api/echo/")).rejects.toMatchObject({ status: 401, code: "user_inactive" });
    expect(site.requests.filter((call) => call === "GET /api/echo/")).toHaveLength(2);
  });
});

describe("what went wrong", () => {
  it("is told by the server's code, its fields and the seconds to wait", async () => {
    const api = await apiOfNewTab();
    site.answers["POST /api/rooms/"] = () =>
      refusal(429, "rate_limited", { fields: { name: ["blank"] } }, { "Retry-After": "42" });
    await expect(api.post("/api/rooms/", {})).rejects.toMatchObject({
      status: 429,
      code: "rate_limited",
      fields: { name: ["blank"] },
      retryAfter: 42,
    });
  });

  it.each([
    ["network", "network"],
    [413, "too_large"],
    [429, "rate_limited"],
    [500, "server_error"],
    [502, "unavailable"],
    [503, "unavailable"],
  ] as const)("has a code when something else answers (%s → %s)", async (fault, code) => {
    const api = await apiOfNewTab();
    site.fault = fault;
    await expect(api.get("/api/echo/")).rejects.toMatchObject({ code });
  });

  it("is the network when a foreign page answers in the server's place", async () => {
    const api = await apiOfNewTab();
    site.answers["GET /api/rooms/"] = () => new Response("<form>Welcome to our hotel</form>");
    await expect(api.get("/api/rooms/")).rejects.toMatchObject({ code: "network" });
  });

  it("is no error of ours when the caller gave up", async () => {
    const api = await apiOfNewTab();
    const gaveUp = new AbortController();
    vi.stubGlobal("fetch", async (_: string, { signal }: RequestInit) => signal?.throwIfAborted());
    gaveUp.abort();
    await expect(api.get("/api/echo/", { signal: gaveUp.signal })).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("a server that never answers", () => {
  const never = new AbortController();
  const silence = vi.fn(
    (_: string, { signal }: RequestInit) =>
      new Promise<Response>((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
  );

  it("ends a read, whether or not its caller could give up, but no write", async () => {
    const api = await apiOfNewTab();
    const patience = new AbortController();
    vi.spyOn(AbortSignal, "timeout").mockReturnValue(patience.signal);
    vi.stubGlobal("fetch", silence);
    const reads = [api.get("/api/echo/"), api.get("/api/echo/", { signal: never.signal })];
    let written = "under way";
    void api.post("/api/rooms/", {}).finally(() => {
      written = "given up";
    });
    const ended = Promise.allSettled(reads);
    await vi.waitFor(() => expect(silence).toHaveBeenCalledTimes(3));
    patience.abort(new DOMException("No answer", "TimeoutError"));
    for (const read of await ended) expect(read).toMatchObject({ status: "rejected", reason: { code: "network" } });
    expect(written).toBe("under way");
  });
});

it("leaves out of the query what has no value", async () => {
  const api = await apiOfNewTab();
  await api.get("/api/rooms/", { params: { browse: 1, q: undefined, name: "お茶 & co" } });
  expect(site.requests.at(-1)).toBe("GET /api/rooms/?browse=1&name=%E3%81%8A%E8%8C%B6+%26+co");
});
