import type { MessagePage } from "@/lib/protocol/types";
import { join, put, rangeOf } from "./loadedRange";
import { dropStored } from "./pending";
import type { Load, Timeline } from "./types";

export function startLoad(timeline: Timeline, id: number, kind: Load["kind"], around?: number): Timeline {
  return { ...timeline, load: { id, kind, around, late: [] }, failure: null };
}

/** A page is dropped if the history was replaced during its load. */
export function finishLoad(timeline: Timeline, id: number, page: MessagePage): Timeline {
  const { load, loaded } = timeline;
  if (load?.id !== id) return timeline;
  const fetched = rangeOf(page);
  const joined = loaded && (load.kind === "before" || load.kind === "after") ? join(loaded, fetched) : fetched;
  return dropStored({ ...timeline, load: null, loaded: load.late.reduce(put, joined) }, [
    ...page.messages,
    ...load.late,
  ]);
}

export function failLoad(timeline: Timeline, id: number, code: string): Timeline {
  const { load } = timeline;
  if (load?.id !== id) return timeline;
  return { ...timeline, load: null, failure: { kind: load.kind, around: load.around, code } };
}
