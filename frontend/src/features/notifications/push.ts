import { api } from "@/lib/api/api";
import { deviceStorage } from "@/lib/browser/storage";
import type { PushDevice, PushTest } from "@/lib/protocol/types";

/** The id of this device's subscription, of the person who is signed in. */
const KEY = "irori.push";
const SCRIPT = "/sw.js";

const listeners = new Set<() => void>();

/** Browsers offer pushes in secure contexts only; on iPhones to installed apps only. */
export const canPush = () =>
  isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** The subscription's id; null where this device takes no pushes. */
export const pushId = () => Number(deviceStorage.get(KEY)) || null;

export function watchPush(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/**
 * Subscribes this device, or says to the server once more that it is subscribed: browsers change an endpoint without a
 * word, and the server's key may be another. Throws where the browser or the server refuses.
 */
export async function subscribe(): Promise<PushDevice> {
  try {
    const { key } = await api.get<{ key: string }>("/api/push/key/");
    const registration = await navigator.serviceWorker.register(SCRIPT, { updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    const present = await registration.pushManager.getSubscription();
    if (present && keyOf(present) !== key) await present.unsubscribe();
    const options = { userVisibleOnly: true, applicationServerKey: key };
    const { endpoint, keys } = (await registration.pushManager.subscribe(options)).toJSON();
    const device = await api.post<PushDevice>("/api/push/subscriptions/", { endpoint, keys }, { idempotent: true });
    store(device.id);
    return device;
  } catch (error) {
    store(null);
    throw error;
  }
}

export async function unsubscribe() {
  const id = pushId();
  store(null);
  const registration = await navigator.serviceWorker.getRegistration(SCRIPT);
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
  if (id !== null) await api.del(`/api/push/subscriptions/${id}/`);
}

export const choosePrivacy = (id: number, privacy: PushDevice["privacy"]) =>
  api.patch<PushDevice>(`/api/push/subscriptions/${id}/`, { privacy });

export const sendTest = (id: number) => api.post<PushTest>(`/api/push/subscriptions/${id}/test/`);

/**
 * Closes the notifications of messages that are read, maybe on another device. `read`: up to which seq, by room. A push may
 * arrive before its message does, so an unread count of zero says nothing.
 */
export async function withdraw(read: ReadonlyMap<number, number>) {
  const registration = await navigator.serviceWorker.getRegistration(SCRIPT);
  for (const shown of (await registration?.getNotifications()) ?? []) {
    const { room = 0, seq = 0 } = (shown.data ?? {}) as { room?: number; seq?: number };
    if (seq <= (read.get(room) ?? -1)) shown.close();
  }
}

function store(id: number | null) {
  if (id === null) deviceStorage.remove(KEY);
  else deviceStorage.set(KEY, `${id}`);
  for (const listener of listeners) listener();
}

function keyOf({ options }: PushSubscription) {
  const bytes = new Uint8Array(options.applicationServerKey ?? []);
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (each) => ({ "+": "-", "/": "_" })[each] ?? "");
}
