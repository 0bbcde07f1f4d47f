import { useCallback, useEffect, useState } from "react";
import type { RoomSummary } from "@/lib/wire";
import { leaveTimeline, loadPage, openTimeline, showWaiting, type Timeline, useTimeline } from "@/realtime";
import { useAddressed } from "./useAddressed";

/** Unread messages this close to the end are on the newest page. */
const NEAR = 40;

/** What a room shows: loaded when it is opened, and again when its history was replaced. */
export function useConversation(room: RoomSummary, me: number) {
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

/** At the first unread message: on the newest page, or else asked for. */
function placeToBegin({ unread, last_read_seq, last_seq }: RoomSummary) {
  const isFar = unread > 0 && last_seq - last_read_seq > NEAR;
  return isFar ? last_read_seq + 1 : undefined;
}

/** Opened once: a timeline that is gone again means that the room is no longer mine. */
function useOpenTimeline(room: RoomSummary, me: number) {
  const { id } = room;
  const [rev] = useState(room.rev);
  useEffect(() => {
    openTimeline(id, me, rev);
    showWaiting(id);
    return () => leaveTimeline(id);
  }, [id, me, rev]);
  return useTimeline(id);
}
