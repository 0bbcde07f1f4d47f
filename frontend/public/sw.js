// Shows pushes, and leads from them to their messages. It answers no request of a page, so it can serve none that is old:
// a page comes from the server, whatever version of this file is installed.

const SESSION_LOCK = "irori-session"; // of src/lib/session/tabs.ts
const WATCHING = "irori-watches-"; // of src/features/notifications/tabLocks.ts
const ICON = "/static/app/favicon.svg";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("push", (event) => event.waitUntil(show(event.data)));
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(event.action === "read" ? markRead(event.notification.data) : open(event.notification.data));
});

async function show(pushed) {
  const { title, navigate, body, tag, lang, data } = pushed.json().notification;
  if (data.test) await tellPages({ type: "irori.push.test" });
  const actions = data.read ? [{ action: "read", title: data.read }] : [];
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
    actions,
    data: { ...data, navigate },
  });
}

async function isWatched(room) {
  const { held } = await navigator.locks.query();
  return held.some(({ name }) => name === WATCHING + room);
}

const pages = () => clients.matchAll({ type: "window", includeUncontrolled: true });

async function tellPages(news) {
  for (const page of await pages()) page.postMessage(news);
}

async function open({ navigate }) {
  const path = navigate.slice(new URL(navigate).origin.length);
  const [page] = await pages();
  if (!page) return clients.openWindow(path);
  page.postMessage({ type: "irori.open", path });
  return page.focus();
}

/** A page does it where one is open. Else it takes a token of its own, in the turn of the tabs: the cookie's is good once. */
async function markRead({ room, seq }) {
  const [page] = await pages();
  if (page) return page.postMessage({ type: "irori.read", room, seq });
  const answer = await navigator.locks.request(SESSION_LOCK, () => fetch("/api/session/refresh/", { method: "POST" }));
  if (!answer.ok) return;
  const { access } = await answer.json();
  await fetch(`/api/rooms/${room}/read/`, {
    method: "POST",
    headers: { Authorization: `Bearer ${access}`, "Content-Type": "application/json" },
    body: JSON.stringify({ seq }),
  });
}
