import type { ComponentType } from "react";
import type { LazyModule } from "@/lib/lazy/lazyModule";
import { useLazyModule } from "@/lib/lazy/useLazyModule";
import { type FailureProps, LoadFailureNotice } from "./LoadFailureNotice";

/**
 * A component of a module that is loaded when the component is first rendered. It renders nothing until then. Where
 * loading fails, `Failure` stands in this component's place with its `open` and `onClose`, and the page around it stays.
 */
export function lazyComponent<M, P extends object>(
  module: LazyModule<M>,
  pick: (module: M) => ComponentType<P>,
  Failure: ComponentType<FailureProps> = LoadFailureNotice,
) {
  return function LazyComponent(props: P) {
    const { module: loaded, failure } = useLazyModule(module);
    if (failure) return <Failure {...props} failure={failure} onRetry={() => module.load().catch(() => {})} />;
    if (loaded === undefined) return null;
    const Component = pick(loaded);
    return <Component {...props} />;
  };
}

/** For parts that nobody asked for. They appear when a later attempt succeeds. */
export const NoFailure = () => null;
