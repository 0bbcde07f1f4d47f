import { untilLoaded } from "@/lib/http/untilLoaded";
import { promiseHook } from "./promiseHook";

const starts: (() => void)[] = [];

/** Loads the late modules. Called once the first page is drawn. */
export function loadLateModules() {
  for (const start of starts) start();
}

/**
 * A module that the first page leaves out. It is loaded after that page, or before when a component needs it.
 */
export function lateModule<T>(load: () => Promise<T>) {
  let start = () => {};
  const loaded = new Promise<T>((resolve) => {
    let isStarted = false;
    start = () => {
      if (!isStarted) resolve(untilLoaded(load));
      isStarted = true;
    };
  });
  starts.push(start);
  return { loaded, useLoaded: promiseHook(loaded), start };
}
