import { api } from "@/lib/api/api";
import { ApiError } from "@/lib/http/request";
import { retryWhenRateLimited } from "@/lib/http/retry";
import type { ThreadPage } from "@/lib/protocol/types";
import { noteUsers } from "@/realtime/cache/latestUsers";
import { closeThread, failThreadLoad, finishThreadLoad, openThread, startThreadLoad } from "./thread";
import { changeTimeline, timelineOf } from "./timelineStore";

let lastId = 0;

export function enterThread(room: number, root: number) {
  changeTimeline(room, (timeline) => openThread(timeline, root));
}

export function leaveThread(room: number) {
  changeTimeline(room, closeThread);
}

/** Loads the newest page of the open thread, or the page before the loaded replies; one at a time. */
export async function loadThread(room: number) {
  const thread = timelineOf(room)?.thread;
  if (!thread || thread.load) return;
  const id = ++lastId;
  const params = { before: thread.replies[0]?.seq };
  changeTimeline(room, (timeline) => startThreadLoad(timeline, id));
  try {
    const page = await retryWhenRateLimited(() =>
      api.get<ThreadPage>(`/api/messages/${thread.id}/thread/`, { params }),
    );
    noteUsers(page.messages.map(({ author }) => author));
    changeTimeline(room, (timeline) => finishThreadLoad(timeline, id, page));
  } catch (error) {
    const code = error instanceof ApiError ? error.code : "network";
    changeTimeline(room, (timeline) => failThreadLoad(timeline, id, code));
  }
}
