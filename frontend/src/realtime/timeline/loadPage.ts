import { ApiError } from "@/lib/http/request";
import type { MessagePage } from "@/lib/protocol/types";
import { noteUsers } from "@/realtime/cache/latestUsers";
import { type Cursor, fetchPage } from "./fetchPage";
import { cut, firstSeq, lastSeq, MOST_MESSAGES } from "./loadedRange";
import { failLoad, finishLoad, startLoad } from "./pageLoad";
import { changeTimeline, timelineOf } from "./timelineStore";
import type { Load } from "./types";

let lastId = 0;

/** Loads a page of a room's history, one at a time per room. `asked`: the same page, already requested. */
export async function loadPage(room: number, kind: Load["kind"], around?: number, asked?: Promise<MessagePage>) {
  const timeline = timelineOf(room);
  if (!timeline || timeline.load) return;
  const id = ++lastId;
  const cursor = cursorOf(kind, around, timeline.loaded && [firstSeq(timeline.loaded), lastSeq(timeline.loaded)]);
  changeTimeline(room, (each) => startLoad(each, id, kind, around));
  try {
    const page = await (asked ?? fetchPage(room, cursor));
    noteUsers(page.messages.map(({ author }) => author));
    changeTimeline(room, (each) => withinBounds(finishLoad(each, id, page), kind));
  } catch (error) {
    changeTimeline(room, (each) => failLoad(each, id, error instanceof ApiError ? error.code : "network"));
  }
}

/** Loads the page once more that could not be loaded. */
export async function loadFailedAgain(room: number) {
  const failure = timelineOf(room)?.failure;
  if (failure) await loadPage(room, failure.kind, failure.around);
}

function cursorOf(kind: Load["kind"], around: number | undefined, ends: readonly [number, number] | null): Cursor {
  if (kind === "around") return { around };
  if (kind === "before") return { before: ends?.[0] };
  return kind === "after" ? { after: ends?.[1] } : {};
}

/** The reader is at the loaded page, so the other end of a long history is dropped. */
function withinBounds(timeline: ReturnType<typeof finishLoad>, kind: Load["kind"]) {
  const { loaded } = timeline;
  if (!loaded || loaded.messages.length <= MOST_MESSAGES) return timeline;
  return { ...timeline, loaded: cut(loaded, kind === "before" ? "start" : "end") };
}
