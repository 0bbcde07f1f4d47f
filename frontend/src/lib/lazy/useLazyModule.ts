import { startTransition, useEffect, useState } from "react";
import type { LazyModule, LazyState } from "./lazyModule";

const NOTHING: LazyState<never> = { module: undefined, failure: null };

/**
 * The state of a module that is loaded when it is first needed; null needs none. Suspense would hold a loaded module
 * back for 300 ms after another reveal. The module renders as a transition, which keeps the page responsive.
 */
export function useLazyModule<T>(wanted: LazyModule<T> | null): LazyState<T> {
  const [shown, setShown] = useState({ wanted, state: wanted?.state ?? NOTHING });
  useEffect(() => {
    if (!wanted) return;
    const show = () => startTransition(() => setShown({ wanted, state: wanted.state }));
    const stop = wanted.watch(show);
    // It may have arrived between the first rendering and this effect.
    if (wanted.state.module !== undefined) show();
    return stop;
  }, [wanted]);
  return shown.wanted === wanted ? shown.state : (wanted?.state ?? NOTHING);
}
