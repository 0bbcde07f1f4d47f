import { useSyncExternalStore } from "react";
import type { EnterMode } from "./enterKey";
import { deviceStorage } from "./storage";

const STORED = "irori.enter";
const TOUCH = "(pointer: coarse)";
const listeners = new Set<() => void>();

/**
 * The choice of the person on this device. Without one Enter sends where there is a keyboard; an on-screen keyboard has
 * no other key for a new line.
 */
export function enterMode(): EnterMode {
  const chosen = deviceStorage.get(STORED);
  if (chosen === "send" || chosen === "newLine") return chosen;
  return matchMedia(TOUCH).matches ? "newLine" : "send";
}

export function chooseEnterMode(mode: EnterMode) {
  deviceStorage.set(STORED, mode);
  for (const listener of listeners) listener();
}

export const useEnterMode = () => useSyncExternalStore(subscribe, enterMode);

function subscribe(listener: () => void) {
  const touch = matchMedia(TOUCH);
  listeners.add(listener);
  addEventListener("storage", listener);
  touch.addEventListener?.("change", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", listener);
    touch.removeEventListener?.("change", listener);
  };
}
