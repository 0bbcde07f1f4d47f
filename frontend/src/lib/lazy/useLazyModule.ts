import { startTransition, useEffect, useState } from "react";
import type { LazyModule, LazyState } from "./lazyModule";

const NOTHING: LazyState<never> = { module: undefined, failure: null };

/** The state of a module that is loaded when it is first needed; null needs none. */
export function useLazyModule<T>(wanted: LazyModule<T> | null): LazyState<T> {
  useEffect(() => {
    wanted?.load().catch(() => {});
  }, [wanted]);
  return useModuleState(wanted);
}

/** A module that something else loads; undefined until then. */
export const useLoadedModule = <T>(module: LazyModule<T>): T | undefined => useModuleState(module).module;

/**
 * Suspense would hold a loaded module back for 300 ms after another reveal. The module renders as a transition, which
 * keeps the page responsive.
 */
function useModuleState<T>(watched: LazyModule<T> | null): LazyState<T> {
  const [shown, setShown] = useState({ watched, state: watched?.state ?? NOTHING });
  useEffect(() => {
    if (!watched) return;
    const show = () => startTransition(() => setShown({ watched, state: watched.state }));
    const stop = watched.watch(show);
    // It may have arrived or failed between the first rendering and this effect.
    const { module, failure } = watched.state;
    if (module !== undefined || failure) show();
    return stop;
  }, [watched]);
  return shown.watched === watched ? shown.state : (watched?.state ?? NOTHING);
}
