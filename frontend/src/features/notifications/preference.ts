import { useSyncExternalStore } from "react";

const KEY = "irori.notifications";
const listeners = new Set<() => void>();

/** A page served over plain HTTP may not notify, and some browsers leave it to installed apps. */
export const canNotify = () => isSecureContext && "Notification" in window;

/**
 * Whether this device is to notify: the person said so here, and the browser was never told otherwise. The browser is
 * asked last, which takes 2 ms of each drawing of the shell.
 */
export const isWanted = () => stored() === "on" && canNotify() && Notification.permission === "granted";

export const useWish = () => useSyncExternalStore(subscribe, isWanted);

/** Asks the browser, which asks the person. */
export async function turnOn(): Promise<boolean> {
  const permission = await Notification.requestPermission();
  if (permission === "granted") store("on");
  return isWanted();
}

export const turnOff = () => store("off");

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(wish: "on" | "off") {
  localStorage.setItem(KEY, wish);
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
