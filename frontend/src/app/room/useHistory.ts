import { useCallback, useEffect, useState } from "react";
import { earlyOpening } from "@/entities/rooms/earlyRequests";
import { firstUnreadSeq } from "@/entities/rooms/firstUnread";
import { useLinkedMessage } from "@/entities/rooms/useLinkedMessage";
import type { RoomSummary } from "@/lib/protocol/types";
import { realtime } from "@/realtime/currentClient";
import { loadPage } from "@/realtime/timeline/loadPage";
import { leaveTimeline, openTimeline, timelineOf, useTimeline } from "@/realtime/timeline/timelineStore";
import type { Timeline } from "@/realtime/timeline/types";

/**
 * Loads a room's history when the room opens, and again after the history was replaced. It starts before the
 * conversation's chunk is loaded.
 */
export function useHistory(room: RoomSummary, me: number) {
  const { id } = room;
  const linked = useLinkedMessage("room");
  const [around] = useState(() => linked?.seq ?? firstUnreadSeq(room));
  const timeline = useOpenTimeline(room, me);
  const isEmpty = timeline !== undefined && !timeline.loaded && !timeline.load;
  const hasFailed = Boolean(timeline?.failure);
  const load = useCallback(() => void loadPage(id, around ? "around" : "newest", around), [id, around]);
  useEffect(() => {
    if (isEmpty && !hasFailed) load();
  }, [isEmpty, hasFailed, load]);
  const isBare = hasNothingToShow(timeline);
  useEffect(() => {
    if (isBare) void loadPage(id, "before");
  }, [id, isBare]);
  return { timeline, load };
}

/** A page can hold replies alone, which the room does not show. Then the page before it is needed. */
function hasNothingToShow(timeline: Timeline | undefined) {
  if (!timeline?.loaded?.hasBefore || timeline.load || timeline.failure) return false;
  return timeline.loaded.messages.filter((each) => each.thread === null).length < 2;
}

/**
 * Shows the page that was requested before the scripts were there. It is dropped for another user, and where the socket
 * opened the timeline first: that user may be reading already.
 */
export async function showEarlyHistory(me: number) {
  const opening = await earlyOpening(me);
  if (!opening || timelineOf(opening.room.id)) return;
  const { room, around, page } = opening;
  openTimeline(room.id, me, room.rev);
  await loadPage(room.id, around ? "around" : "newest", around ?? undefined, Promise.resolve(page));
}

/** Opens the timeline once. If it disappears later, the room is no longer mine. */
function useOpenTimeline(room: RoomSummary, me: number) {
  const { id } = room;
  const [rev] = useState(room.rev);
  useEffect(() => {
    openTimeline(id, me, rev);
    realtime()?.outbox.show(id);
    return () => leaveTimeline(id);
  }, [id, me, rev]);
  return useTimeline(id);
}
