import { useEffect } from "react";
import { loadPage } from "@/realtime/timeline/loadPage";
import type { Timeline } from "@/realtime/timeline/types";

const AHEAD = 15;

type Shown = { startIndex: number; endIndex: number } | null;

/** Loads the next page before it scrolls into view. */
export function usePaging(timeline: Timeline, shown: Shown, count: number, isOpen: boolean) {
  const { room, loaded, load, failure } = timeline;
  const idle = isOpen && loaded !== null && shown !== null && !load && !failure;
  const before = idle && loaded.hasBefore && shown.startIndex < AHEAD;
  const after = idle && loaded.hasAfter && shown.endIndex > count - AHEAD;
  useEffect(() => {
    if (before || after) void loadPage(room, before ? "before" : "after");
  }, [room, before, after]);
}
