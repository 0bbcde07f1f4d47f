import { ApiError, api } from "@/lib/api";
import type { MessagePage } from "@/lib/wire";
import { failLoad, finishLoad, type Load, startLoad } from "./loading";
import { cut, firstSeq, lastSeq, MOST_MESSAGES } from "./stretch";
import { changeTimeline, timelineOf } from "./timelines";

const PAGE = 50;

let lastId = 0;

/** Loads a page of a room's history, one at a time per room. */
export async function loadPage(room: number, kind: Load["kind"], around?: number) {
  const timeline = timelineOf(room);
  if (!timeline || timeline.load) return;
  const id = ++lastId;
  const cursor = cursorOf(kind, around, timeline.stretch && [firstSeq(timeline.stretch), lastSeq(timeline.stretch)]);
  changeTimeline(room, (each) => startLoad(each, id, kind));
  try {
    const page = await fetchPage(room, cursor);
    changeTimeline(room, (each) => withinBounds(finishLoad(each, id, page), kind));
  } catch (error) {
    changeTimeline(room, (each) => failLoad(each, id, error instanceof ApiError ? error.code : "network"));
  }
}

function fetchPage(room: number, cursor: Record<string, number | undefined>) {
  return api.get<MessagePage>(`/api/rooms/${room}/messages/`, { params: { ...cursor, limit: PAGE } });
}

function cursorOf(kind: Load["kind"], around: number | undefined, ends: readonly [number, number] | null) {
  if (kind === "around") return { around };
  if (kind === "before") return { before: ends?.[0] };
  return kind === "after" ? { after: ends?.[1] } : {};
}

/** The reader is where the page was asked for: the other end of a long stretch is let go. */
function withinBounds(timeline: ReturnType<typeof finishLoad>, kind: Load["kind"]) {
  const { stretch } = timeline;
  if (!stretch || stretch.messages.length <= MOST_MESSAGES) return timeline;
  return { ...timeline, stretch: cut(stretch, kind === "before" ? "start" : "end") };
}
