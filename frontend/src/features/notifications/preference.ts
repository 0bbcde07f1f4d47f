import { useSyncExternalStore } from "react";
import { deviceStorage } from "@/lib/browser/storage";

const KEY = "irori.notifications";
const listeners = new Set<() => void>();

/** Notifications need a secure context, and some browsers allow them to installed apps only. */
export const canNotify = () => isSecureContext && "Notification" in window;

/**
 * Whether this device notifies: the person chose it, and the browser permits it. The permission is read last, because
 * reading it takes 2 ms in each render of the shell.
 */
export const isWanted = () => deviceStorage.get(KEY) === "on" && canNotify() && Notification.permission === "granted";

export const useNotificationPreference = () => useSyncExternalStore(subscribe, isWanted);

/** Requests the browser's permission. */
export async function turnOn(): Promise<boolean> {
  const permission = await Notification.requestPermission();
  if (permission === "granted") store("on");
  return isWanted();
}

export const turnOff = () => store("off");

function store(wish: "on" | "off") {
  deviceStorage.set(KEY, wish);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", listener);
  };
}
