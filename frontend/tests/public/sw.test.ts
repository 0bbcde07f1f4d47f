import { expect, it, vi } from "vitest";
import source from "../../public/sw.js?raw";

const SITE = "https://chat.example";
const ME = 1;
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

/** The service worker in a browser with these pages, of a site where `signedIn` has the cookie. */
function aWorker(pages: Page[], { signedIn = ME as number | null, canAnswer = true, status = 201 } = {}) {
  const handlers: Record<string, (event: object) => void> = {};
  const requests: { path: string; body: unknown; token: unknown }[] = [];
  const clients = { matchAll: async () => pages, openWindow: vi.fn(), claim: async () => {} };
  const registration = { getNotifications: async () => [], showNotification: vi.fn() };
  const answer = (path: string) => {
    if (path !== "/api/session/refresh/") return new Response("{}", { status });
    if (signedIn === null) return new Response("{}", { status: 401 });
    return Response.json({ access: "token", user: { id: signedIn } });
  };
  const given = {
    addEventListener: (type: string, handler: (event: object) => void) => Object.assign(handlers, { [type]: handler }),
    clients,
    registration,
    skipWaiting: () => {},
    navigator: {
      locks: { query: async () => ({ held: [] }), request: (_: string, work: () => Promise<unknown>) => work() },
    },
    NotificationEvent: class {},
    fetch: async (path: string, { headers, body }: { headers?: Record<string, string>; body?: string }) => {
      requests.push({ path, body: body && JSON.parse(body), token: headers?.Authorization });
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
    push: (data: object) =>
      run("push", { data: { json: () => ({ notification: { title: "Attic", tag: "t", data } }) } }),
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

const paths = (worker: ReturnType<typeof aWorker>) => worker.requests.map(({ path }) => path);

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
  expect(mine.heard).toContainEqual({ type: "irori.read", room: 12, seq: 5 });
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
  expect(paths(worker)).toEqual(["/api/session/refresh/"]);
  expect(theirs.heard.map(({ type }) => type)).toEqual(["irori.who"]);
});

it("offers an answer where the browser can take one, and the push allows it", async () => {
  const actionsOf = async (worker: ReturnType<typeof aWorker>, data: object) => {
    await worker.push(data);
    const [, { actions }] = worker.registration.showNotification.mock.lastCall as [string, { actions: object[] }];
    return actions;
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
  expect(mine.heard).toContainEqual({ type: "irori.answer", room: 12, thread: 9, seq: 5, text: "coming" });
  expect(worker.requests).toEqual([]);
});

it("sends an answer by itself where no page can", async () => {
  const worker = aWorker([]);
  await worker.click("reply", "coming", { ...DATA, thread: 9 });
  expect(paths(worker)).toEqual(["/api/session/refresh/", "/api/rooms/12/messages/", "/api/rooms/12/read/"]);
  const body = { text: "coming", thread: 9, nonce: expect.stringMatching(/^[0-9a-f-]{36}$/) };
  expect(worker.requests[1]).toMatchObject({ body, token: "Bearer token" });
  expect(worker.registration.showNotification).not.toHaveBeenCalled();
});

it.each([
  ["the server refuses it", { status: 403 }],
  ["the session is over", { signedIn: null }],
  ["somebody else is signed in", { signedIn: 7 }],
])("shows an answer again where %s", async (_, site) => {
  const worker = aWorker([], site);
  await worker.click("reply", "coming");
  const [title, shown] = worker.registration.showNotification.mock.lastCall as [string, { body: string; data: object }];
  expect([title, shown.body]).toEqual(["Not sent", "coming"]);
  expect(paths(worker)).not.toContain("/api/rooms/12/read/");
});

it("opens the message for an answer without words", async () => {
  const worker = aWorker([]);
  await worker.click("reply", " ");
  expect(worker.clients.openWindow).toHaveBeenCalledWith("/rooms/12/5");
});
