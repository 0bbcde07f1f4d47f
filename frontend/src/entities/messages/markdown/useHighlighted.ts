import { type ReactNode, useMemo } from "react";
import { lazyModule } from "@/lib/lazy/lazyModule";
import { useLazyModule } from "@/lib/lazy/useLazyModule";

const highlighter = lazyModule(() => import("./highlight"));

/** Highlighted code. Null until the grammars are loaded, and for unknown languages: such code is shown plain. */
export function useHighlighted(code: string, language: string | null): ReactNode {
  const { module } = useLazyModule(language ? highlighter : null);
  return useMemo(() => (module && language ? module.highlight(code, language) : null), [module, code, language]);
}
