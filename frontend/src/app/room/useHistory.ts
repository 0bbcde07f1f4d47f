import { useCallback, useEffect, useState } from "react";
import { earlyHistory } from "@/entities/rooms/earlyRequests";
import { placeToBegin } from "@/entities/rooms/firstUnread";
import { useAddressed } from "@/entities/rooms/useLinkedMessage";
import type { RoomSummary } from "@/lib/protocol/types";
import { realtime } from "@/realtime/currentClient";
import { loadPage } from "@/realtime/timeline/loadPage";
import { leaveTimeline, openTimeline, timelineOf, useTimeline } from "@/realtime/timeline/timelineStore";
import type { Timeline } from "@/realtime/timeline/types";

/** What was said in a room: loaded when it is opened, and again when it was replaced. Begun before what draws it is there. */
export function useHistory(room: RoomSummary, me: number) {
  const { id } = room;
  const addressed = useAddressed("room");
  const [around] = useState(() => addressed?.seq ?? placeToBegin(room));
  const timeline = useOpenTimeline(room, me);
  const isEmpty = timeline !== undefined && !timeline.stretch && !timeline.load;
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

/** A page may hold nothing but replies in threads: what the room shows is before it. */
function hasNothingToShow(timeline: Timeline | undefined) {
  if (!timeline?.stretch?.hasBefore || timeline.load || timeline.failure) return false;
  return timeline.stretch.messages.filter((each) => each.thread === null).length < 2;
}

/** Shows what was asked for before there was a page, where that is this person's, and where the socket was not faster: they may read already. */
export async function showEarlyHistory(me: number) {
  const early = await earlyHistory(me);
  if (!early || timelineOf(early.room.id)) return;
  const { room, around, page } = early;
  openTimeline(room.id, me, room.rev);
  await loadPage(room.id, around ? "around" : "newest", around, page);
}

/** Opened once: a timeline that is gone again means that the room is no longer mine. */
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
