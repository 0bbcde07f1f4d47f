import type { MessagePage } from "@/lib/protocol/types";
import { join, put, stretchOf } from "./loadedRange";
import { settle } from "./pending";
import type { Load, Timeline } from "./types";

export function startLoad(timeline: Timeline, id: number, kind: Load["kind"]): Timeline {
  return { ...timeline, load: { id, kind, late: [] }, failure: null };
}

/** A page nobody waits for any more (the history was replaced meanwhile) is dropped. */
export function finishLoad(timeline: Timeline, id: number, page: MessagePage): Timeline {
  const { load, stretch } = timeline;
  if (load?.id !== id) return timeline;
  const loaded = stretchOf(page);
  const joined = stretch && (load.kind === "before" || load.kind === "after") ? join(stretch, loaded) : loaded;
  return settle({ ...timeline, load: null, stretch: load.late.reduce(put, joined) }, [...page.messages, ...load.late]);
}

export function failLoad(timeline: Timeline, id: number, code: string): Timeline {
  const { load } = timeline;
  return load?.id === id ? { ...timeline, load: null, failure: { kind: load.kind, code } } : timeline;
}
