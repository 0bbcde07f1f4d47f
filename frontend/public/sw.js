// Shows pushes, and leads from them to their messages. It answers no request of a page, so it can serve none that is old:
// a page comes from the server, whatever version of this file is installed.

const WATCHING = "irori-watches-"; // of src/features/notifications/tabLocks.ts
const NOTIFICATIONS = "irori-notifications"; // of src/lib/browser/pushes.ts
const UNSENT = "irori-unsent"; // of src/lib/browser/unsentAnswers.ts
// Not as SVG, which the systems that show notifications do not draw.
const ICON = "/static/app/icon-192.png";
const BADGE = "/static/app/badge-96.png";
// Pages of this origin that are not the web app.
const OTHERS = ["/admin/", "/unsubscribe/", "/api/", "/files/"];
// Milliseconds. A browser lets a click open a window for a short time only.
const ANSWERS_WITHIN = 500;
// Milliseconds. A network that is there in name alone would hold a request for minutes.
const SITE_ANSWERS_WITHIN = 8000;
// Milliseconds for which another that looks at what is shown may hold a push up.
const LOOKS_WITHIN = 2000;
// Milliseconds before each try of a request.
const PAUSES = [0, 1000, 3000];

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("push", (event) => event.waitUntil(show(event)));
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(act(event));
});

function act({ action, reply, notification }) {
  const text = reply?.trim();
  if (action === "read") return markRead(notification);
  if (action === "reply" && text) return answer(notification, text);
  return open(notification.data);
}

async function show(event) {
  const { title, navigate, body, tag, lang, data } = contentOf(event);
  if (data.test) await tellPages({ type: "irori.push.test" });
  // A browser that is given a push must show something, unless a page of the site has the focus.
  if (!(await isWatched(data.room))) {
    await inTurn(async () => {
      const [before] = await registration.getNotifications({ tag });
      const { seq } = before?.data ?? {};
      // Push services keep no order, and may bring one twice.
      if (seq > data.seq) return displayAgain(before);
      const renotify = data.test || seq !== data.seq;
      return display(title, { body, tag, lang, data: { ...data, navigate } }, { renotify });
    });
  }
  await tellPages({ type: "irori.pushed", user: data.user });
}

/**
 * Chromium forgets a notification that is shown while somebody asks what is shown: it stays on the screen, and nothing can
 * close or replace it. So this and the pages take turns. A page that holds its turn for long keeps nobody from being told.
 */
async function inTurn(work) {
  const signal = AbortSignal.timeout(LOOKS_WITHIN);
  let begun = false;
  const begin = () => {
    begun = true;
    return work();
  };
  try {
    return await navigator.locks.request(NOTIFICATIONS, { signal }, begin);
  } catch (error) {
    if (begun) throw error;
    return work();
  }
}

/** What cannot be read is shown, too: a browser takes the subscription of a site that shows nothing. */
function contentOf({ data: pushed, notification }) {
  const unknown = { title: "Irori", navigate: registration.scope, tag: "irori", data: {} };
  try {
    // Safari has made one itself of a declarative push.
    const content = pushed?.json().notification ?? notification;
    return content?.data ? content : unknown;
  } catch {
    return unknown;
  }
}

const display = (title, { body, tag, lang, data }, more = {}) =>
  registration.showNotification(title, {
    body,
    tag,
    lang,
    icon: ICON,
    badge: BADGE,
    actions: actionsFor(data),
    data,
    ...more,
  });

const displayAgain = (notification) => display(notification.title, notification, { silent: true });

/** A browser without fields in notifications would show a button that takes no words. */
function actionsFor({ read, reply }) {
  const actions = [];
  if (reply && "reply" in NotificationEvent.prototype) actions.push({ action: "reply", type: "text", title: reply });
  if (read) actions.push({ action: "read", title: read });
  return actions;
}

async function isWatched(room) {
  const { held } = await navigator.locks.query();
  return held.some(({ name }) => name === WATCHING + room);
}

const pages = () => clients.matchAll({ type: "window", includeUncontrolled: true });

async function tellPages(news) {
  for (const page of await pages()) page.postMessage(news);
}

/** A page in which this person is signed in, the one used last. */
async function pageOf(user) {
  const open = (await pages()).filter(({ url }) => !OTHERS.some((path) => new URL(url).pathname.startsWith(path)));
  const users = await Promise.all(open.map(userAt));
  return open.find((_, index) => users[index] === user);
}

/** Null also where a page is still loading, or is of an earlier version. */
function userAt(page) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const settle = (user) => {
      clearTimeout(timer);
      port1.close();
      resolve(user);
    };
    const timer = setTimeout(settle, ANSWERS_WITHIN, null);
    port1.onmessage = ({ data }) => settle(data);
    page.postMessage({ type: "irori.who" }, [port2]);
  });
}

async function open(data) {
  const { pathname, search } = new URL(data.navigate);
  const page = await pageOf(data.user);
  if (data.kind === "unsent") await handOver(data, page);
  if (!page) return clients.openWindow(pathname + search);
  page.postMessage({ type: "irori.open", path: pathname + search });
  return page.focus();
}

async function markRead(notification) {
  const { user, room, thread, seq } = notification.data;
  const page = await pageOf(user);
  if (page) return page.postMessage({ type: "irori.read", room, thread, seq });
  const token = await tokenOf(user);
  if (token === NOBODY || (token && (await sendRead(token, notification.data)))) return;
  await inTurn(async () => {
    const [newer] = await registration.getNotifications({ tag: notification.tag });
    if (!newer) await displayAgain(notification);
  });
}

/** The marker of a room says nothing of the replies in its threads. */
const sendRead = (token, { room, thread, seq }) =>
  thread
    ? ask("/api/inbox/done/", token, { replies: { thread, seq } })
    : ask(`/api/rooms/${room}/read/`, token, { seq });

/** A page keeps an answer until the server has it. Without one it is shown again where it could not be sent. */
async function answer({ lang, data }, text) {
  const { user, room, thread, seq, navigate, unsent } = data;
  // The same on every try, so that it is sent once.
  const words = { user, room, thread, seq, text, nonce: crypto.randomUUID() };
  const page = await pageOf(user);
  if (page) return page.postMessage({ type: "irori.answer", ...words });
  const token = await tokenOf(user);
  const sent = token && (await ask(`/api/rooms/${room}/messages/`, token, { nonce: words.nonce, text, thread }));
  if (sent?.ok) return sendRead(token, data);
  await showUnsent({ kind: "unsent", ...words, navigate, unsent, lang });
}

const showUnsent = (data) =>
  inTurn(() => display(data.unsent, { body: data.text, tag: `${UNSENT}-${data.nonce}`, lang: data.lang, data }));

/** To a page, or to the one that is opened next. */
async function handOver({ user, room, thread, seq, text, nonce }, page) {
  const words = { user, room, thread, seq, text, nonce };
  if (page) return page.postMessage({ type: "irori.answer", ...words });
  const kept = await caches.open(UNSENT);
  await kept.put(`/${UNSENT}/${nonce}`, Response.json(words));
}

const NOBODY = "";

/**
 * A token for this person. NOBODY where somebody else or nobody is signed in, null where the site does not say. The cookie
 * that the tabs live on stays as it is, so nothing is lost where a browser ends this in between.
 */
async function tokenOf(person) {
  const answer = await ask("/api/session/access/");
  if (answer?.status === 401) return NOBODY;
  const granted = answer?.ok && (await answer.json().catch(() => null));
  if (!granted) return null;
  return granted.user === person ? granted.access : NOBODY;
}

/** The answer; null where none comes. Each of these requests may be made twice. */
async function ask(path, token, fields) {
  for (const pause of PAUSES) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const answer = await post(path, token, fields).catch(() => null);
    if (answer && answer.status < 500 && answer.status !== 429) return answer;
  }
  return null;
}

const post = (path, token, fields) =>
  fetch(path, {
    method: "POST",
    headers: token ? { Authorization: `Bearer ${token}`, "Content-Type": "application/json" } : {},
    body: fields && JSON.stringify(fields),
    signal: AbortSignal.timeout(SITE_ANSWERS_WITHIN),
  });
