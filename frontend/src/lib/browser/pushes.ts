/** Where the service worker is, and what it shows. */

import { withLock } from "@/lib/browser/locks";

export const SCRIPT = "/sw.js";
/** The name of a lock, also of public/sw.js. */
const NOTIFICATIONS = "irori-notifications";

/** Browsers offer pushes in secure contexts only; on iPhones to installed apps only. */
export const canPush = () =>
  globalThis.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** iPhones and iPads notify from apps on the home screen alone. No other browser says that it is not one. */
export const isBesideHomeScreen = () =>
  globalThis.isSecureContext && (navigator as { standalone?: boolean }).standalone === false;

export const browserSubscription = async () =>
  (await navigator.serviceWorker.getRegistration(SCRIPT))?.pushManager.getSubscription();

export const unsubscribeBrowser = async () => void (await (await browserSubscription())?.unsubscribe());

/** `data` of a notification; a test has no room. `unsent`: my answer, which nobody has but this notification. */
export type Shown = {
  user?: number;
  room?: number;
  seq: number;
  thread?: number | null;
  kind?: "unsent";
};

const ofNotification = ({ data }: Notification): Shown => ({ seq: 0, ...(data as Partial<Shown> | null) });

/** In turn with what shows them: public/sw.js says why. */
async function notifications() {
  const registration = await navigator.serviceWorker.getRegistration(SCRIPT);
  if (!registration) return [];
  return withLock(NOTIFICATIONS, () => registration.getNotifications());
}

/** The oldest first. */
export const allShown = async () => (await notifications()).map(ofNotification);

export async function closeShown(isGone: (shown: Shown) => boolean) {
  for (const each of await notifications()) if (isGone(ofNotification(each))) each.close();
}

/**
 * The session of this browser is over: it takes no more pushes, and nothing of what others wrote is shown. The server
 * keeps no subscription without a session.
 */
export async function endPushes(isGone: (shown: Shown) => boolean = ({ kind }) => kind !== "unsent") {
  if (canPush()) await Promise.allSettled([unsubscribeBrowser(), closeShown(isGone)]);
}
