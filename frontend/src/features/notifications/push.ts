import { api } from "@/lib/api/api";
import { deviceStorage } from "@/lib/browser/storage";
import { ApiError } from "@/lib/http/request";
import { retryDelayOf, waitForRetry } from "@/lib/http/retry";
import type { PushDevice, PushTest } from "@/lib/protocol/types";
import { onSigningOut, SignedOut, session } from "@/lib/session/session";

const SCRIPT = "/sw.js";

const listeners = new Set<() => void>();
/** What a sign-out still does to the browser. */
let leaving = Promise.resolve();

/** Holds the id of this device's subscription. Each person who signs in has one of their own. */
const keyOf = (user: number) => `irori.push.${user}`;

const userId = () => session.getState().user?.id;

/** Browsers offer pushes in secure contexts only; on iPhones to installed apps only. */
export const canPush = () =>
  globalThis.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** The subscription's id; null where this device takes no pushes. */
export function pushId() {
  const user = userId();
  return user === undefined ? null : Number(deviceStorage.get(keyOf(user))) || null;
}

export function watchPush(listener: () => void) {
  const stop = session.subscribe(listener);
  listeners.add(listener);
  return () => {
    stop();
    listeners.delete(listener);
  };
}

/** Subscribes this device, again and again while the server is away or busy. A refusal ends it, and so does the signal. */
export async function keepSubscribed(signal: AbortSignal) {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      await subscribe();
      return;
    } catch (error) {
      if (!isPassing(error)) return;
      await Promise.race([waitFor(error, attempt), aborted(signal)]);
    }
  }
}

/**
 * Subscribes this device, or says to the server once more that it is subscribed: browsers change an endpoint without a
 * word, and the server's key may be another. Throws where the browser or the server refuses.
 */
async function subscribe() {
  await leaving;
  const user = userId();
  if (user === undefined) return;
  try {
    const { key } = await api.get<{ key: string }>("/api/push/key/");
    const { endpoint, keys } = await subscriptionFor(key);
    const device = await api.post<PushDevice>("/api/push/subscriptions/", { endpoint, keys }, { idempotent: true });
    store(user, device.id);
  } catch (error) {
    // The person has left: nobody is told of a subscription that was made meanwhile.
    if (error instanceof SignedOut && userId() !== user) await unsubscribeBrowser();
    else if (await isLost(error)) store(user, null);
    throw error;
  }
}

async function subscriptionFor(key: string) {
  const registration = await navigator.serviceWorker.register(SCRIPT, { updateViaCache: "none" });
  await navigator.serviceWorker.ready;
  const present = await registration.pushManager.getSubscription();
  if (present && siteKeyOf(present) !== key) await present.unsubscribe();
  return (await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })).toJSON();
}

/** No answer, or one that asks to come again. */
const isPassing = (error: unknown) =>
  error instanceof ApiError && (error.code === "network" || error.status === 429 || error.status >= 500);

const waitFor = (error: unknown, attempt: number) => {
  const asked = retryDelayOf(error);
  return asked === null ? waitForRetry(attempt) : new Promise((resolve) => setTimeout(resolve, asked));
};

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

/** Whether pushes come no more. Where the server was not reached they may, as long as the browser has its subscription. */
async function isLost(error: unknown) {
  if (error instanceof ApiError) return !isPassing(error);
  return !(error instanceof SignedOut) && !(await browserSubscription());
}

export async function unsubscribe() {
  const [user, id] = [userId(), pushId()];
  if (user !== undefined) store(user, null);
  await unsubscribeBrowser();
  if (id !== null) await api.del(`/api/push/subscriptions/${id}/`);
}

const browserSubscription = async () =>
  (await navigator.serviceWorker.getRegistration(SCRIPT))?.pushManager.getSubscription();

const unsubscribeBrowser = async () => void (await (await browserSubscription())?.unsubscribe());

onSigningOut((user) => {
  store(user, null);
  // The server may hear of it later only, and the next person at this browser must read nothing.
  if (canPush()) leaving = Promise.all([unsubscribeBrowser(), closeShown()]).then(noMatter, noMatter);
});

const noMatter = () => {};

export const choosePrivacy = (id: number, privacy: PushDevice["privacy"]) =>
  api.patch<PushDevice>(`/api/push/subscriptions/${id}/`, { privacy });

export const sendTest = (id: number) => api.post<PushTest>(`/api/push/subscriptions/${id}/test/`);

/**
 * Closes notifications of messages that are read, maybe on another device, of rooms that are not mine, and those for
 * somebody else. `read`: up to which seq, by room. A push may arrive before its message does, so an unread count of zero
 * says nothing.
 */
export const withdraw = (me: number, read: Readonly<Record<number, number>>) =>
  closeShown(({ user = me, room, seq }) => user !== me || (room !== undefined && seq <= (read[room] ?? seq)));

/** Closes the notification whose newest message was deleted. */
export const withdrawMessage = ({ room, seq }: { room: number; seq: number }) =>
  closeShown((shown) => shown.room === room && shown.seq === seq);

/** `data` of a notification; a test has no room. */
type Shown = { user?: number; room?: number; seq: number };

async function closeShown(isGone: (shown: Shown) => boolean = () => true) {
  const registration = await navigator.serviceWorker.getRegistration(SCRIPT);
  for (const shown of (await registration?.getNotifications()) ?? [])
    if (isGone({ seq: 0, ...(shown.data as Partial<Shown> | null) })) shown.close();
}

function store(user: number, id: number | null) {
  if (id === null) deviceStorage.remove(keyOf(user));
  else deviceStorage.set(keyOf(user), `${id}`);
  for (const listener of listeners) listener();
}

function siteKeyOf({ options }: PushSubscription) {
  const bytes = new Uint8Array(options.applicationServerKey ?? []);
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (each) => ({ "+": "-", "/": "_" })[each] ?? "");
}
