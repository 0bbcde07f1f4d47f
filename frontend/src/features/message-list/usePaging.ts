import { useEffect } from "react";
import { loadPage } from "@/realtime/timeline/loadPage";
import type { Timeline } from "@/realtime/timeline/types";

const AHEAD = 15;

type Shown = { startIndex: number; endIndex: number } | null;

/** Loads the next page before its place comes into view. */
export function usePaging(timeline: Timeline, shown: Shown, count: number, isOpen: boolean) {
  const { room, stretch, load, failure } = timeline;
  const idle = isOpen && stretch !== null && shown !== null && !load && !failure;
  const before = idle && stretch.hasBefore && shown.startIndex < AHEAD;
  const after = idle && stretch.hasAfter && shown.endIndex > count - AHEAD;
  useEffect(() => {
    if (before || after) void loadPage(room, before ? "before" : "after");
  }, [room, before, after]);
}
