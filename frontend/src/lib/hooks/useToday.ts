import { useSyncExternalStore } from "react";

/** Milliseconds. A timer until midnight would stand still while the device sleeps. */
const LOOK_EVERY = 60_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** The day by the device's calendar, as a text. Draws again when the next one begins. */
export const useToday = () => useSyncExternalStore(watch, today);

const today = () => new Date().toDateString();

function watch(listener: () => void) {
  listeners.add(listener);
  if (listeners.size === 1) {
    document.addEventListener("visibilitychange", look);
    wait();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener("visibilitychange", look);
    clearTimeout(timer);
  };
}

function look() {
  for (const listener of listeners) listener();
  wait();
}

function wait() {
  const now = new Date();
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  clearTimeout(timer);
  timer = setTimeout(look, Math.min(LOOK_EVERY, midnight.getTime() - now.getTime()));
}
