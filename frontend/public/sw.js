// Shows pushes, and leads from them to their messages. It answers no request of a page, so it can serve none that is old:
// a page comes from the server, whatever version of this file is installed.

const SESSION_LOCK = "irori-session"; // of src/lib/session/tabs.ts
const WATCHING = "irori-watches-"; // of src/features/notifications/tabLocks.ts
const ICON = "/static/app/favicon.svg";
// Pages of this origin that are not the web app.
const OTHERS = ["/admin/", "/unsubscribe/", "/api/", "/files/"];
// Milliseconds. A browser lets a click open a window for a short time only.
const ANSWERS_WITHIN = 500;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("push", (event) => event.waitUntil(show(event.data)));
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(act(event));
});

function act({ action, reply, notification }) {
  const text = reply?.trim();
  if (action === "read") return markRead(notification.data);
  if (action === "reply" && text) return answer(notification, text);
  return open(notification.data);
}

async function show(pushed) {
  const { title, navigate, body, tag, lang, data } = pushed.json().notification;
  if (data.test) await tellPages({ type: "irori.push.test" });
  // A browser that is given a push must show something, unless a page of the site has the focus.
  if (await isWatched(data.room)) return;
  const [before] = await registration.getNotifications({ tag });
  await registration.showNotification(title, {
    body,
    tag,
    lang,
    icon: ICON,
    // A push that has come twice says nothing new.
    renotify: before?.data.seq !== data.seq,
    actions: actionsFor(data),
    data: { ...data, navigate },
  });
}

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

async function open({ user, navigate }) {
  const path = navigate.slice(new URL(navigate).origin.length);
  const page = await pageOf(user);
  if (!page) return clients.openWindow(path);
  page.postMessage({ type: "irori.open", path });
  return page.focus();
}

async function markRead({ user, room, seq }) {
  const page = await pageOf(user);
  if (page) return page.postMessage({ type: "irori.read", room, seq });
  const token = await tokenOf(user);
  if (token) await post(token, `/api/rooms/${room}/read/`, { seq });
}

/** A page keeps an answer until the server has it. Without one it is shown again where it could not be sent. */
async function answer({ tag, lang, data }, text) {
  const { user, room, thread, seq } = data;
  const page = await pageOf(user);
  if (page) return page.postMessage({ type: "irori.answer", room, thread, seq, text });
  // The network may be away.
  const token = await send(data, text).catch(() => null);
  if (token) return post(token, `/api/rooms/${room}/read/`, { seq });
  await registration.showNotification(data.unsent, { body: text, tag, lang, icon: ICON, data });
}

/** The token it was sent with; null where it was not. */
async function send({ user, room, thread }, text) {
  const token = await tokenOf(user);
  const fields = { nonce: crypto.randomUUID(), text, thread };
  return token && (await post(token, `/api/rooms/${room}/messages/`, fields)).ok ? token : null;
}

/**
 * A token for this person, in the turn of the tabs: the cookie's is good once. Null where nobody or somebody else is signed
 * in.
 */
async function tokenOf(person) {
  const granted = await navigator.locks.request(SESSION_LOCK, () => fetch("/api/session/refresh/", { method: "POST" }));
  if (!granted.ok) return null;
  const { access, user } = await granted.json();
  return user.id === person ? access : null;
}

const post = (token, path, fields) =>
  fetch(path, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(fields),
  });
