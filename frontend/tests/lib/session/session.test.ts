// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aDevice } from "../../features/notifications/device";
import { hanako, openBrowser, openTab, refusal, type Site } from "../../helpers/browser";

let site: Site;
beforeEach(() => {
  site = openBrowser();
});
afterEach(() => vi.useRealTimers());

const keyed = { key: "a-key", closed: new AbortController().signal };
const wait = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000);

async function signedInTab() {
  const tab = await openTab();
  await tab.startSession();
  return tab;
}

describe("finding out who this is", () => {
  it("is unknown until the server has answered", async () => {
    const tab = await openTab();
    const found = tab.startSession();
    expect(tab.state().status).toBe("unknown");
    await found;
    expect(tab.state()).toMatchObject({ status: "in", user: { username: "hanako" }, id: "session-1-1" });
  });

  it.each([true, false])(
    "is out where no cookie is left, and knows whether the site needs setup (%s)",
    async (needed) => {
      site.cookie = null;
      site.needsSetup = needed;
      const tab = await signedInTab();
      expect(tab.state()).toMatchObject({ status: "out", user: null, needsSetup: needed, expired: false });
    },
  );

  it("is not out because the refresh alone fails", async () => {
    site.answers["POST /api/session/refresh/"] = () => refusal(503, "unavailable");
    const tab = await openTab();
    const found = tab.startSession();
    await vi.waitFor(() => expect(tab.state().unreachable).toBe(true));
    expect(tab.state().status).toBe("unknown");
    site.answers = {};
    dispatchEvent(new Event("online"));
    await found;
  });

  it.each([
    [403, "origin_refused", true],
    [400, "invalid", true],
    [503, "unavailable", false],
  ])("knows whether it is this page's address that the server refuses (%s %s)", async (status, code, expected) => {
    site.answers["POST /api/session/refresh/"] = () => refusal(status, code);
    const tab = await openTab();
    const found = tab.startSession();
    await vi.waitFor(() => expect(tab.state().unreachable).toBe(true));
    expect(tab.state()).toMatchObject({ status: "unknown", isAddressRefused: expected });
    site.answers = {};
    dispatchEvent(new Event("online"));
    await found;
    expect(tab.state()).toMatchObject({ status: "in", isAddressRefused: false });
  });

  it.each([
    ["user_inactive", "suspended"],
    ["session_revoked", "expired"],
  ])("knows why it is out: %s", async (code, endReason) => {
    site.answers["POST /api/session/refresh/"] = () => refusal(401, code);
    const tab = await signedInTab();
    expect(tab.state()).toMatchObject({ status: "out", endReason });
  });

  it("is guessed by the next visit until the session has ended", async () => {
    const guess = () => localStorage.getItem("irori.signed-in");
    const tab = await signedInTab();
    expect(guess()).not.toBeNull();
    tab.endSession("revoked");
    expect(guess()).toBeNull();
  });

  it("closes what is shown where the session was ended on another device", async () => {
    const device = aDevice();
    const shown = device.show({ user: hanako.id, room: 1, seq: 5 });
    site.answers["POST /api/session/refresh/"] = () => refusal(401, "session_revoked");
    await signedInTab();
    await expect.poll(() => shown.close.mock.calls.length).toBe(1);
    vi.unstubAllGlobals();
    localStorage.clear();
  });

  it.each(["network", 500, 502, 503] as const)(
    "stays unknown when no server answers (%s), and tries again by itself",
    async (fault) => {
      site.fault = fault;
      const tab = await openTab();
      const found = tab.startSession();
      await vi.waitFor(() => expect(tab.state().unreachable).toBe(true));
      expect(tab.state().status).toBe("unknown");

      site.fault = null;
      dispatchEvent(new Event("online"));
      await found;
      expect(tab.state()).toMatchObject({ status: "in", unreachable: false });
    },
  );
});

describe("the access token", () => {
  it("is asked for once, however many need it", async () => {
    const tab = await openTab();
    const tokens = await Promise.all(Array.from({ length: 5 }, () => tab.accessToken()));
    expect(new Set(tokens)).toEqual(new Set(["token-1"]));
    expect(site.refreshes).toBe(1);
  });

  it("is renewed a minute before it ends, by the clock of this machine", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const tab = await signedInTab();
    wait(8.9);
    expect(await tab.accessToken()).toBe("token-1");
    wait(0.2);
    expect(await tab.accessToken()).toBe("token-2");
  });

  it("is used to its end while the server cannot be reached", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const tab = await signedInTab();
    site.fault = "network";
    wait(9.5);
    expect(await tab.accessToken()).toBe("token-1");
    wait(1);
    await expect(tab.accessToken()).rejects.toMatchObject({ code: "network" });
    expect(tab.state()).toMatchObject({ status: "in", expired: false });
  });
});

describe("an outage", () => {
  it.each(["network", 401, 403, 500, 502, 503, 504] as const)(
    "ends no session, however long it is, and what was asked in it goes on after it (%s)",
    async (fault) => {
      vi.useFakeTimers({ toFake: ["Date"] });
      const tab = await signedInTab();
      site.fault = fault;
      for (const minutes of [10, 1, 3]) {
        wait(minutes);
        await expect(tab.accessToken()).rejects.toBeInstanceOf(Error);
      }
      expect(tab.state()).toMatchObject({ status: "in", expired: false });
      site.fault = null;
      await expect(tab.api.get("/api/echo/")).resolves.toEqual({ token: await tab.accessToken() });
    },
  );
});

describe("a session that ends while the app is open", () => {
  async function endedTab() {
    const tab = await signedInTab();
    site.revoke();
    await expect(tab.api.get("/api/echo/")).rejects.toBeInstanceOf(tab.SignedOut);
    return tab;
  }

  it("keeps the person where they are, and troubles the server no more", async () => {
    const tab = await endedTab();
    expect(tab.state()).toMatchObject({
      status: "in",
      expired: true,
      endReason: "expired",
      user: { username: "hanako" },
    });
    const calls = site.requests.length;
    await expect(tab.accessToken()).rejects.toBeInstanceOf(tab.SignedOut);
    expect(site.requests).toHaveLength(calls);
  });

  it("goes on when the same person signs in", async () => {
    const tab = await endedTab();
    await tab.signIn({ username: "hanako", password: "secret" }, keyed);
    expect(tab.state()).toMatchObject({ status: "in", expired: false });
    await expect(tab.api.get("/api/echo/")).resolves.toEqual({ token: await tab.accessToken() });
  });

  it("makes way for another person, and never acts in their name", async () => {
    const tab = await endedTab();
    const makeWay = vi.fn();
    tab.onOtherUser(makeWay);
    await expect(tab.signIn({ username: "kenji", password: "secret" }, keyed)).rejects.toBeInstanceOf(tab.SignedOut);
    expect(tab.state()).toMatchObject({ status: "unknown", user: null });
    const calls = site.requests.length;
    await expect(tab.accessToken()).rejects.toBeInstanceOf(tab.SignedOut);
    expect(site.requests).toHaveLength(calls);
    // A second load would break off the first.
    expect(makeWay).toHaveBeenCalledOnce();
  });

  it("says so when somebody signed this device out", async () => {
    const tab = await signedInTab();
    tab.endSession("revoked");
    expect(tab.state()).toMatchObject({ status: "in", expired: true, endReason: "revoked" });
  });
});

describe("signing out", () => {
  it("ends the session on the server and forgets the person", async () => {
    const tab = await signedInTab();
    await tab.signOut();
    expect(site.cookie).toBeNull();
    expect(tab.state()).toMatchObject({ status: "out", user: null, id: null });
    await expect(tab.accessToken()).rejects.toBeInstanceOf(tab.SignedOut);
  });
});

describe("signing out while the server cannot be reached", () => {
  beforeEach(() => localStorage.clear());

  async function leftTab() {
    const tab = await signedInTab();
    site.fault = "network";
    await tab.signOut();
    return tab;
  }

  it.each(["network", 500, 503] as const)("is done here in any case (%s)", async (fault) => {
    const tab = await signedInTab();
    site.fault = fault;
    await tab.signOut();
    expect(tab.state()).toMatchObject({ status: "out", user: null, isSignOutPending: true });
    await expect(tab.accessToken()).rejects.toBeInstanceOf(tab.SignedOut);
  });

  it("is told once it can be", async () => {
    const tab = await leftTab();
    expect(site.cookie).not.toBeNull();
    site.fault = null;
    dispatchEvent(new Event("online"));
    await vi.waitFor(() => expect(site.cookie).toBeNull());
    await vi.waitFor(() => expect(tab.state().isSignOutPending).toBe(false));
  });

  it("is told by the next visit, which does not come back signed in", async () => {
    await leftTab();
    site.fault = null;
    const next = await signedInTab();
    expect(site.cookie).toBeNull();
    expect(next.state()).toMatchObject({ status: "out", isSignOutPending: false });
  });

  it("stays so on a visit that cannot reach it either", async () => {
    await leftTab();
    const next = await openTab();
    const early = expect(next.api.get("/api/rooms/")).rejects.toBeInstanceOf(next.SignedOut);
    await next.startSession();
    await early;
    expect(next.state()).toMatchObject({ status: "out", isSignOutPending: true });
    expect(site.refreshes).toBe(1);
  });

  it("does not end the session that somebody begins next", async () => {
    const tab = await leftTab();
    site.fault = null;
    await tab.signIn({ username: "hanako", password: "secret" }, keyed);
    dispatchEvent(new Event("online"));
    await expect(tab.api.get("/api/echo/")).resolves.toEqual({ token: await tab.accessToken() });
    expect(site.cookie).not.toBeNull();
    expect(tab.state()).toMatchObject({ status: "in", isSignOutPending: false });
  });

  it("is not undone by a refresh that was under way", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const tab = await signedInTab();
    wait(11);
    const renewed = tab.accessToken().catch((error) => error);
    await tab.signOut();
    expect(await renewed).toBeDefined();
    expect(tab.state().status).toBe("out");
  });
});

describe("what this browser keeps of somebody", () => {
  const KEPT = {
    "irori.draft.1.12": JSON.stringify({ text: "half a sentence", at: "", told: true }),
    "irori.draft.1.12.7": JSON.stringify({ text: "half a reply", at: "", told: false }),
    "irori.recent.1": "[12]",
    "irori.emoji.1": "[]",
    "irori.emoji": "[]",
  };
  const DEVICE = { "irori.theme": "dark", "irori.language": "ja", "irori.notifications": "on" };
  const OTHERS = { "irori.draft.7.12": "{}", "irori.recent.7": "[3]", "other.app": "1" };

  beforeEach(() => {
    localStorage.clear();
    for (const [key, value] of Object.entries({ ...KEPT, ...DEVICE, ...OTHERS })) localStorage.setItem(key, value);
    sessionStorage.setItem("irori.accepted", "a secret of an invitation");
  });

  const left = () => Object.fromEntries(Object.keys(localStorage).map((key) => [key, localStorage.getItem(key)]));

  it.each([null, "network"] as const)("goes when they sign out (%s)", async (fault) => {
    const tab = await signedInTab();
    site.fault = fault;
    await tab.signOut();
    const { "irori.untold": _, ...others } = left();
    expect(others).toEqual({ ...DEVICE, ...OTHERS });
    expect(sessionStorage.getItem("irori.accepted")).toBeNull();
  });

  it("goes in every tab", async () => {
    const first = await signedInTab();
    const second = await signedInTab();
    const forget = vi.fn();
    second.onSigningOut(forget);
    await first.signOut();
    await vi.waitFor(() => expect(forget).toHaveBeenCalledExactlyOnceWith(1));
  });

  it("stays when their session ends elsewhere", async () => {
    const tab = await signedInTab();
    tab.endSession("revoked");
    expect(left()).toMatchObject(KEPT);
  });

  it("is what nobody else has, once somebody else is here", async () => {
    const { forgetOthers } = await import("@/lib/session/storedData");
    const { isUnsavedDraft } = await import("@/realtime/outbox/draftStorage");
    forgetOthers(7, isUnsavedDraft);
    expect(left()).toEqual({
      ...DEVICE,
      ...OTHERS,
      "irori.draft.1.12.7": KEPT["irori.draft.1.12.7"],
      "irori.emoji": "[]",
    });
  });
});

describe("two tabs", () => {
  it("share a token that is still good", async () => {
    const first = await signedInTab();
    const second = await signedInTab();
    expect(await second.accessToken()).toBe(await first.accessToken());
    expect(site.refreshes).toBe(1);
  });

  it("both know a changed profile, and so does a third", async () => {
    const first = await signedInTab();
    const second = await signedInTab();
    first.updateMe({ ...hanako, display_name: "花子" });
    await vi.waitFor(() => expect(second.state().user?.display_name).toBe("花子"));
    const third = await signedInTab();
    expect(third.state().user?.display_name).toBe("花子");
  });

  it("spend the cookie once when both need a new token", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const first = await signedInTab();
    const second = await signedInTab();
    wait(9.5);
    const tokens = await Promise.all([first.accessToken(), second.accessToken()]);
    expect(tokens).toEqual(["token-2", "token-2"]);
    expect(site.refreshes).toBe(2);
  });

  it("are signed out and in together", async () => {
    const first = await signedInTab();
    const second = await signedInTab();
    await first.signOut();
    await vi.waitFor(() => expect(second.state().status).toBe("out"));
    await second.signIn({ username: "hanako", password: "secret" }, keyed);
    await vi.waitFor(() => expect(first.state().status).toBe("in"));
  });

  it("do not revive a session that the other has seen end", async () => {
    const first = await signedInTab();
    await signedInTab();
    first.endSession("revoked");
    // A third one asks around, and the second, which has heard nothing yet, answers.
    const third = await signedInTab();
    expect(third.state().status).toBe("in");
    expect(first.state().expired).toBe(true);
  });

  it("make way in all of them when another person signs in", async () => {
    const first = await signedInTab();
    const second = await signedInTab();
    const makeWay = vi.fn();
    second.onOtherUser(makeWay);
    await first.signOut();
    await vi.waitFor(() => expect(second.state().status).toBe("out"));
    await expect(first.signIn({ username: "kenji", password: "secret" }, keyed)).rejects.toBeInstanceOf(
      first.SignedOut,
    );
    await vi.waitFor(() => expect(makeWay).toHaveBeenCalledOnce());
  });
});
