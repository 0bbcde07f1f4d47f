import { type ReactNode, useEffect, useMemo } from "react";
import { create } from "zustand";

type Highlight = typeof import("./highlight")["highlight"];

const useHighlighter = create<{ highlight: Highlight | null; isAsked: boolean }>(() => ({
  highlight: null,
  isAsked: false,
}));

/** Loads the highlighter once. After a failure code stays plain, and the next block loads it again. */
async function wantHighlighter() {
  if (useHighlighter.getState().isAsked) return;
  useHighlighter.setState({ isAsked: true });
  try {
    const { highlight } = await import("./highlight");
    useHighlighter.setState({ highlight });
  } catch {
    useHighlighter.setState({ isAsked: false });
  }
}

/** Highlighted code. Null until the grammars are loaded, and for unknown languages. */
export function useHighlighted(code: string, language: string | null): ReactNode {
  const highlight = useHighlighter((state) => state.highlight);
  useEffect(() => {
    if (language) void wantHighlighter();
  }, [language]);
  return useMemo(() => (highlight && language ? highlight(code, language) : null), [highlight, code, language]);
}
