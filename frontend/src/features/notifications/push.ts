import { api } from "@/lib/api/api";
import { withLock } from "@/lib/browser/locks";
import { browserSubscription, endPushes, SCRIPT, unsubscribeBrowser } from "@/lib/browser/pushes";
import { deviceStorage } from "@/lib/browser/storage";
import { forgetUnsentAnswer, unsentAnswers } from "@/lib/browser/unsentAnswers";
import { ApiError } from "@/lib/http/request";
import { retryDelayOf, waitForRetry } from "@/lib/http/retry";
import type { PushDevice, PushTest } from "@/lib/protocol/types";
import { onSigningOut, SignedOut, session } from "@/lib/session/session";
import { isWanted } from "./preference";

/**
 * A browser has one subscription for all its tabs, and each change of it takes several steps: one change at a time. So
 * what turns it off comes after what turns it on, and undoes it.
 */
const QUEUE = "irori-push";
/** Of the device, whoever signs in there: it stays when the server forgets the device. */
const PRIVACY = "irori.push-privacy";
/** Present while no server has answered to the choice: what it says of this device may be older. */
const UNSAID = "irori.push-privacy-unsaid";

const listeners = new Set<() => void>();

/** Holds the id of this device's subscription. Each person who signs in has one of their own. */
const keyOf = (user: number) => `irori.push.${user}`;
const failingKeyOf = (user: number) => `irori.push-failing.${user}`;

/** Whose session this is. A session that has ended has nobody's subscription. */
function userId() {
  const { user, expired } = session.getState();
  return expired ? undefined : user?.id;
}

/** The subscription's id; null where this device takes no pushes. */
export function pushId() {
  const user = userId();
  return user === undefined ? null : Number(deviceStorage.get(keyOf(user))) || null;
}

/** Whether pushes come to this device. Where that is in doubt, its tabs notify, too. */
export function isPushed() {
  const user = userId();
  return user !== undefined && pushId() !== null && deviceStorage.get(failingKeyOf(user)) === null;
}

export function watchPush(listener: () => void) {
  const stop = session.subscribe(listener);
  listeners.add(listener);
  // Another tab has subscribed, or has heard that pushes fail.
  addEventListener("storage", listener);
  return () => {
    stop();
    listeners.delete(listener);
    removeEventListener("storage", listener);
  };
}

/** Subscribes this device, again and again while the server is away or busy. A refusal ends it, and so does the signal. */
export async function keepSubscribed(signal: AbortSignal) {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      await subscribe(signal);
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
const subscribe = (signal: AbortSignal) => withLock(QUEUE, () => subscribeInTurn(signal), signal);

async function subscribeInTurn(signal: AbortSignal) {
  const user = userId();
  const isOver = () => signal.aborted || userId() !== user || !isWanted();
  if (user === undefined || isOver()) return;
  try {
    const { key } = await api.get<{ key: string }>("/api/push/key/", { signal });
    if (isOver()) return;
    const { endpoint, keys } = await subscriptionFor(key);
    if (isOver()) return;
    const privacy = deviceStorage.get(PRIVACY);
    const given = { endpoint, keys, ...(privacy !== null && { privacy }) };
    const device = await api.post<PushDevice>("/api/push/subscriptions/", given, { idempotent: true, signal });
    // This choice was said with it, also where the page that made it was left.
    if (deviceStorage.get(PRIVACY) === privacy) deviceStorage.remove(UNSAID);
    take(user, device, privacy);
  } catch (error) {
    if (await isLost(error)) store(user, null);
    throw error;
  } finally {
    // The person has left: nobody is told of a subscription that was made meanwhile.
    if (userId() !== user) await unsubscribeBrowser();
  }
}

/** What the server says of this device. `given`: what may be shown, as this device knew it before: a later choice counts. */
function take(user: number, { id, failing, privacy }: PushDevice, given: string | null) {
  if (userId() !== user) return;
  const isLatest = deviceStorage.get(PRIVACY) === given && deviceStorage.get(UNSAID) === null;
  if (privacy && isLatest) deviceStorage.set(PRIVACY, privacy);
  store(user, id, failing);
}

/**
 * Asks whether the server still has this device, and subscribes it again where it does not: no frame tells when a
 * subscription is gone, or when pushes come no more.
 */
export async function lookAgain(signal: AbortSignal) {
  const [user, id] = [userId(), pushId()];
  if (user === undefined || id === null || signal.aborted) return;
  const known = deviceStorage.get(PRIVACY);
  const { results } = await api.get<{ results: PushDevice[] }>("/api/push/subscriptions/", { signal });
  if (userId() !== user || pushId() !== id) return;
  const device = results.find((each) => each.id === id);
  if (device) take(user, device, known);
  else await renew(signal);
}

/** Subscribes under another endpoint: the push service may know the former one no more. */
async function renew(signal: AbortSignal) {
  const user = userId();
  if (user === undefined) return;
  store(user, null);
  await withLock(QUEUE, unsubscribeBrowser, signal);
  await keepSubscribed(signal);
}

/** A push has come. */
export function notePushed() {
  const [user, id] = [userId(), pushId()];
  if (user !== undefined && id !== null && !isPushed()) store(user, id);
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

export const unsubscribe = () =>
  withLock(QUEUE, async () => {
    const [user, id] = [userId(), pushId()];
    if (user !== undefined) store(user, null);
    await unsubscribeBrowser();
    if (id !== null) await api.del(`/api/push/subscriptions/${id}/`);
  });

onSigningOut((user) => {
  store(user, null);
  // The server may hear of it later only, and the next person at this browser must read nothing. They wait for it.
  const end = Promise.allSettled([endPushes(() => true), forgetAnswersOf(user)]);
  void withLock(QUEUE, () => end);
});

const forgetAnswersOf = async (user: number) => Promise.all((await unsentAnswers(user)).map(forgetUnsentAnswer));

// An open tab whose session ended elsewhere. Its browser is unsubscribed by then.
session.subscribe(({ expired, user }, before) => {
  if (expired && !before.expired && user) store(user.id, null);
});

/** Throws where it is refused: then what was chosen before counts. */
export async function choosePrivacy(id: number, privacy: PushDevice["privacy"]) {
  const before = deviceStorage.get(PRIVACY);
  // Kept before the server is told: each start tells it what is kept, also that of a page that was left meanwhile.
  deviceStorage.set(PRIVACY, privacy);
  deviceStorage.set(UNSAID, "1");
  const isLatest = () => deviceStorage.get(PRIVACY) === privacy;
  try {
    const path = `/api/push/subscriptions/${id}/`;
    const device = await withLock(QUEUE, () => api.patch<PushDevice>(path, { privacy }, { idempotent: true }));
    if (isLatest()) deviceStorage.remove(UNSAID);
    return device;
  } catch (error) {
    if (isLatest()) {
      if (before === null) deviceStorage.remove(PRIVACY);
      else deviceStorage.set(PRIVACY, before);
      deviceStorage.remove(UNSAID);
    }
    throw error;
  }
}

/** Where the push service knows this device no more, the server has forgotten it, too. */
export async function sendTest(id: number) {
  const test = await api.post<PushTest>(`/api/push/subscriptions/${id}/test/`);
  if (test.links.some(({ why }) => why === "gone")) void renew(new AbortController().signal).catch(() => {});
  return test;
}

function store(user: number, id: number | null, failing = false) {
  if (id === null) deviceStorage.remove(keyOf(user));
  else deviceStorage.set(keyOf(user), `${id}`);
  if (id !== null && failing) deviceStorage.set(failingKeyOf(user), "1");
  else deviceStorage.remove(failingKeyOf(user));
  for (const listener of listeners) listener();
}

function siteKeyOf({ options }: PushSubscription) {
  const bytes = new Uint8Array(options.applicationServerKey ?? []);
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (each) => ({ "+": "-", "/": "_" })[each] ?? "");
}
