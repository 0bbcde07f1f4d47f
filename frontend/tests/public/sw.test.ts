import { describe, expect, it, vi } from "vitest";
import source from "../../public/sw.js?raw";

const SITE = "https://chat.example";
const ME = 1;
const NONCE = /^[0-9a-f-]{36}$/;
const DATA = {
  user: ME,
  room: 12,
  seq: 5,
  thread: null,
  count: 1,
  read: "Mark as read",
  reply: "Reply",
  unsent: "Not sent",
};

type Page = { url: string; heard: { type: string }[]; focus: () => void; postMessage: (...sent: never[]) => void };

/** A page of the site. `user`: who is signed in there; undefined where nobody listens. */
function aPage(path: string, user?: number | null): Page {
  const heard: { type: string }[] = [];
  return {
    url: SITE + path,
    heard,
    focus: vi.fn(),
    postMessage(news: { type: string }, ports: MessagePort[] = []) {
      heard.push(news);
      if (user !== undefined && news.type === "irori.who") ports[0]?.postMessage(user);
    },
  };
}

type Shown = { title: string; tag: string; body?: string; data: Record<string, unknown>; renotify?: boolean };

/** `network`: what becomes of each request; `faults` of them, and then all is well. */
const WELL = {
  signedIn: ME as number | null,
  canAnswer: true,
  status: 201,
  network: "" as Network,
  faults: 99,
  isHeldUp: false,
};
type Network = "" | "away" | "hangs" | "busy" | "answers are lost";

/** The service worker in a browser with these pages, of a site where `signedIn` has the cookie. */
function aWorker(pages: Page[], site: Partial<typeof WELL> = {}) {
  const { signedIn, canAnswer, status, network, faults, isHeldUp } = { ...WELL, ...site };
  const handlers: Record<string, (event: object) => void> = {};
  const requests: { path: string; body: unknown; token: unknown }[] = [];
  const clients = { matchAll: async () => pages, openWindow: vi.fn(), claim: async () => {} };
  const shown: Shown[] = [];
  const registration = {
    scope: `${SITE}/`,
    getNotifications: async ({ tag }: { tag?: string }) => shown.filter((each) => !tag || each.tag === tag),
    showNotification: vi.fn(async (title: string, options: Omit<Shown, "title">) => {
      const before = shown.findIndex(({ tag }) => tag === options.tag);
      if (before >= 0) shown.splice(before, 1);
      shown.push({ title, ...options });
    }),
  };
  const kept: Record<string, object> = {};
  const caches = {
    open: async () => ({
      put: async (name: string, words: Response) => Object.assign(kept, { [name]: await words.json() }),
    }),
  };
  let asked = 0;
  const answer = (path: string) => {
    if (path !== "/api/session/access/") return new Response("{}", { status });
    if (signedIn === null) return new Response("{}", { status: 401 });
    return Response.json({ access: "token", expires_in: 600, user: signedIn });
  };
  const given = {
    addEventListener: (type: string, handler: (event: object) => void) => Object.assign(handlers, { [type]: handler }),
    clients,
    registration,
    caches,
    skipWaiting: () => {},
    navigator: {
      locks: {
        query: async () => ({ held: [] }),
        request: (_: string, { signal }: { signal: AbortSignal }, work: () => unknown) =>
          isHeldUp ? new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))) : work(),
      },
    },
    // Nobody waits for a second here.
    setTimeout: (work: () => void, wait: number, ...rest: []) =>
      setTimeout(work, wait < 1000 ? wait : wait / 20, ...rest),
    AbortSignal: { timeout: (wait: number) => AbortSignal.timeout(wait / 100) },
    NotificationEvent: class {},
    fetch: async (path: string, { headers, body, signal }: Asked) => {
      const isFaulty = (network !== "answers are lost" || path.endsWith("/messages/")) && asked++ < faults;
      if (isFaulty && network === "away") throw new TypeError("Failed to fetch");
      if (isFaulty && network === "hangs") await new Promise((_, fail) => signal?.addEventListener("abort", fail));
      requests.push({ path, body: body && JSON.parse(body), token: headers?.Authorization });
      if (isFaulty && network === "answers are lost") throw new TypeError("Failed to fetch");
      if (isFaulty && network === "busy") return new Response("{}", { status: asked % 2 ? 503 : 429 });
      return answer(path);
    },
  };
  if (canAnswer) Object.defineProperty(given.NotificationEvent.prototype, "reply", { value: null });
  new Function(...Object.keys(given), source)(...Object.values(given));
  const run = async (type: string, event: object) => {
    const work: Promise<unknown>[] = [];
    handlers[type]?.({ ...event, waitUntil: (promise: Promise<unknown>) => work.push(promise) });
    await Promise.all(work);
  };
  return {
    requests,
    clients,
    registration,
    shown,
    kept,
    push: (data: object, title = "Attic") =>
      run("push", { data: { json: () => ({ notification: { title, tag: "t", navigate: `${SITE}/`, data } }) } }),
    /** A push as a browser gives it that is not of the usual form. */
    pushed: (event: object) => run("push", event),
    click: (action = "", reply: string | null = null, data: object = DATA) =>
      run("notificationclick", {
        action,
        reply,
        notification: {
          title: "Attic",
          tag: "t",
          lang: "en",
          close: () => {},
          data: { navigate: `${SITE}/rooms/12/5`, ...data },
        },
      }),
  };
}

type Asked = { headers?: Record<string, string>; body?: string; signal?: AbortSignal };

const paths = (worker: ReturnType<typeof aWorker>) => worker.requests.map(({ path }) => path);

it("tells though somebody who looks at what is shown does not end", async () => {
  const worker = aWorker([], { isHeldUp: true });
  await worker.push(DATA);
  expect(worker.shown).toMatchObject([{ title: "Attic" }]);
});

it("opens the message in the page where the person is signed in", async () => {
  const [admin, out, mine] = [aPage("/admin/"), aPage("/signin", null), aPage("/rooms/3", ME)];
  const worker = aWorker([admin, out, mine]);
  await worker.click();
  expect(mine.heard).toContainEqual({ type: "irori.open", path: "/rooms/12/5" });
  expect(mine.focus).toHaveBeenCalledOnce();
  expect(admin.heard).toEqual([]);
  expect(out.focus).not.toHaveBeenCalled();
  expect(worker.clients.openWindow).not.toHaveBeenCalled();
});

it.each<[string, Page[]]>([
  ["nobody is signed in", [aPage("/signin", null)]],
  ["somebody else is", [aPage("/rooms/3", 7)]],
  ["a page does not listen", [aPage("/rooms/3")]],
  ["there are the admin's alone", [aPage("/admin/", ME), aPage("/unsubscribe/?link=x", ME)]],
])("opens a window of its own where %s", async (_, pages) => {
  const worker = aWorker(pages);
  await worker.click();
  expect(worker.clients.openWindow).toHaveBeenCalledExactlyOnceWith("/rooms/12/5");
  for (const page of pages) expect(page.focus).not.toHaveBeenCalled();
});

it("has the page mark the message as read", async () => {
  const mine = aPage("/", ME);
  const worker = aWorker([mine]);
  await worker.click("read");
  expect(mine.heard).toContainEqual({ type: "irori.read", room: 12, thread: null, seq: 5 });
  expect(worker.requests).toEqual([]);
});

it("marks it as read by itself where no page can", async () => {
  const worker = aWorker([aPage("/admin/")]);
  await worker.click("read");
  expect(worker.requests.at(-1)).toEqual({ path: "/api/rooms/12/read/", body: { seq: 5 }, token: "Bearer token" });
});

it.each([
  ["nobody is", null],
  ["somebody else is", 7],
])("marks nothing as read where %s signed in now", async (_, signedIn) => {
  const theirs = aPage("/rooms/3", signedIn);
  const worker = aWorker([theirs], { signedIn });
  await worker.click("read");
  expect(paths(worker)).toEqual(["/api/session/access/"]);
  expect(worker.shown).toEqual([]);
  expect(theirs.heard.map(({ type }) => type)).toEqual(["irori.who"]);
});

it("offers an answer where the browser can take one, and the push allows it", async () => {
  const actionsOf = async (worker: ReturnType<typeof aWorker>, data: object) => {
    await worker.push(data);
    const [, options] = worker.registration.showNotification.mock.lastCall ?? [];
    return (options as unknown as { actions: object[] }).actions;
  };
  const read = { action: "read", title: "Mark as read" };
  const reply = { action: "reply", type: "text", title: "Reply" };
  expect(await actionsOf(aWorker([]), DATA)).toEqual([reply, read]);
  expect(await actionsOf(aWorker([], { canAnswer: false }), DATA)).toEqual([read]);
  expect(await actionsOf(aWorker([]), { ...DATA, reply: "" })).toEqual([read]);
  expect(await actionsOf(aWorker([]), { test: true })).toEqual([]);
});

it("has the page send an answer", async () => {
  const mine = aPage("/", ME);
  const worker = aWorker([mine]);
  await worker.click("reply", " coming ", { ...DATA, thread: 9 });
  const words = { user: ME, room: 12, thread: 9, seq: 5, text: "coming", nonce: expect.stringMatching(NONCE) };
  expect(mine.heard).toContainEqual({ type: "irori.answer", ...words });
  expect(worker.requests).toEqual([]);
});

it.each([
  ["a room", null, "/api/rooms/12/read/", { seq: 5 }],
  ["a thread", 9, "/api/inbox/done/", { replies: { thread: 9, seq: 5 } }],
])("sends an answer in %s by itself where no page can", async (_, thread, path, read) => {
  const worker = aWorker([]);
  await worker.click("reply", "coming", { ...DATA, thread });
  expect(paths(worker)).toEqual(["/api/session/access/", "/api/rooms/12/messages/", path]);
  expect(worker.requests[2]?.body).toEqual(read);
  const body = { text: "coming", thread, nonce: expect.stringMatching(NONCE) };
  expect(worker.requests[1]).toMatchObject({ body, token: "Bearer token" });
  expect(worker.registration.showNotification).not.toHaveBeenCalled();
});

it.each([
  ["the server refuses it", { status: 403 }],
  ["the session is over", { signedIn: null }],
  ["somebody else is signed in", { signedIn: 7 }],
  ["the network is away", { network: "away" as const }],
  ["no answer comes", { network: "hangs" as const }],
  ["the site is away", { network: "busy" as const }],
])("shows an answer again where %s", async (_, site) => {
  const worker = aWorker([], site);
  await worker.click("reply", "coming");
  const [shown] = worker.shown;
  expect([shown?.title, shown?.body]).toEqual(["Not sent", "coming"]);
  expect(shown?.data).toMatchObject({ kind: "unsent", user: ME, room: 12, thread: null, text: "coming" });
  expect(paths(worker)).not.toContain("/api/rooms/12/read/");
  await worker.push({ ...DATA, seq: 6 });
  expect(worker.shown.map(({ title }) => title)).toEqual(["Not sent", "Attic"]);
});

it("sends an answer once, however often it has to try", async () => {
  const worker = aWorker([], { network: "answers are lost", faults: 2 });
  await worker.click("reply", "coming");
  const sent = worker.requests.filter(({ path }) => path === "/api/rooms/12/messages/");
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map(({ body }) => (body as { nonce: string }).nonce)).size).toBe(1);
  expect(worker.shown).toEqual([]);
});

describe("an answer that was not sent", () => {
  async function unsent(pages: Page[]) {
    const worker = aWorker([], { network: "away" });
    await worker.click("reply", "coming", { ...DATA, thread: 9 });
    const again = aWorker(pages);
    const { data } = worker.shown[0] ?? { data: {} };
    await again.click("", null, data);
    const { nonce } = data as { nonce: string };
    return { worker: again, words: { user: ME, room: 12, thread: 9, seq: 5, text: "coming", nonce } };
  }

  it("goes to the page that is open", async () => {
    const mine = aPage("/", ME);
    const { worker, words } = await unsent([mine]);
    expect(mine.heard).toContainEqual({ type: "irori.answer", ...words });
    expect(mine.heard).toContainEqual({ type: "irori.open", path: "/rooms/12/5" });
    expect(worker.kept).toEqual({});
  });

  it("is kept for the page that is opened", async () => {
    const { worker, words } = await unsent([]);
    expect(worker.kept).toEqual({ [`/irori-unsent/${words.nonce}`]: words });
    expect(worker.clients.openWindow).toHaveBeenCalledWith("/rooms/12/5");
  });
});

it("marks a reply in its thread, and leaves the marker of the room alone", async () => {
  const worker = aWorker([]);
  await worker.click("read", null, { ...DATA, thread: 9 });
  const read = { path: "/api/inbox/done/", body: { replies: { thread: 9, seq: 5 } }, token: "Bearer token" };
  expect(worker.requests.slice(1)).toEqual([read]);
  const mine = aPage("/", ME);
  await aWorker([mine]).click("read", null, { ...DATA, thread: 9 });
  expect(mine.heard).toContainEqual({ type: "irori.read", room: 12, thread: 9, seq: 5 });
});

describe("marking as read", () => {
  it("is tried again", async () => {
    const worker = aWorker([], { network: "away", faults: 2 });
    await worker.click("read");
    expect(paths(worker)).toEqual(["/api/session/access/", "/api/rooms/12/read/"]);
    expect(worker.shown).toEqual([]);
  });

  it.each<Network>(["away", "hangs", "busy"])("shows the notification again: %s", async (network) => {
    const worker = aWorker([], { network });
    await worker.click("read");
    expect(worker.shown).toMatchObject([{ title: "Attic", tag: "t", data: DATA, silent: true }]);
  });

  it("leaves a newer notification of the room alone", async () => {
    const worker = aWorker([], { network: "away" });
    await worker.push({ ...DATA, seq: 6 });
    await worker.click("read");
    expect(worker.shown).toMatchObject([{ data: { seq: 6 } }]);
  });
});

const READ_BY_BROWSER = { title: "Attic", tag: "t", navigate: `${SITE}/`, data: DATA };

describe("a push", () => {
  it("tells pages that pushes come", async () => {
    const mine = aPage("/", ME);
    await aWorker([mine]).push(DATA);
    expect(mine.heard).toEqual([{ type: "irori.pushed", user: ME }]);
  });

  it("takes no newer one's place", async () => {
    const worker = aWorker([]);
    await worker.push({ ...DATA, seq: 6 }, "newer");
    await worker.push(DATA, "older");
    expect(worker.shown).toMatchObject([{ title: "newer", data: { seq: 6 }, silent: true }]);
  });

  it("says nothing new where it comes twice, unless it is a test", async () => {
    const renotifies = async (data: object) => {
      const worker = aWorker([]);
      for (let turn = 0; turn < 2; turn++) await worker.push(data);
      return worker.shown.map(({ renotify }) => renotify);
    };
    expect(await renotifies(DATA)).toEqual([false]);
    expect(await renotifies({ test: true })).toEqual([true]);
  });

  it.each([
    ["was read by the browser", { data: null, notification: READ_BY_BROWSER }, "Attic"],
    ["has no content", { data: null }, "Irori"],
    ["has another one", { data: { json: () => JSON.parse("tea") } }, "Irori"],
  ])("is shown where it %s", async (_, event, title) => {
    const worker = aWorker([]);
    await worker.pushed(event);
    expect(worker.shown).toMatchObject([{ title }]);
    await worker.click("", null, worker.shown[0]?.data);
    expect(worker.clients.openWindow).toHaveBeenCalledOnce();
  });
});

it("opens the message for an answer without words", async () => {
  const worker = aWorker([]);
  await worker.click("reply", " ");
  expect(worker.clients.openWindow).toHaveBeenCalledWith("/rooms/12/5");
});
