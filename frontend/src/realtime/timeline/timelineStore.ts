import { useSyncExternalStore } from "react";
import { registerPeople } from "@/realtime/cache/namesakes";
import { cut, MOST_MESSAGES } from "./loadedRange";
import { newTimeline } from "./timeline";
import type { Received, Timeline } from "./types";

// Outside React's state and the query cache: a new message re-renders the readers of its room alone.
const timelines = new Map<number, Timeline>();
const listeners = new Map<number, Set<() => void>>();
/** Rooms that somebody reads away from the end: nothing may be cut there. */
const held = new Set<number>();

const SLACK = 200;

export function timelineOf(room: number): Timeline | undefined {
  return timelines.get(room);
}

export function allTimelines(): readonly Timeline[] {
  return [...timelines.values()];
}

export function openTimeline(room: number, me: number, rev: number): Timeline {
  const known = timelines.get(room);
  if (known) return known;
  const fresh = newTimeline(room, me, rev);
  set(fresh);
  return fresh;
}

export function changeTimeline(room: number, change: (timeline: Timeline) => Timeline) {
  const timeline = timelines.get(room);
  if (timeline) set(change(timeline));
}

/** Applies something received, and returns the changes that were applied. */
export function receiveInto(room: number, receive: (timeline: Timeline) => Received): Received["applied"] {
  const timeline = timelines.get(room);
  if (!timeline) return [];
  const { timeline: next, applied } = receive(timeline);
  set(next);
  return applied;
}

export function closeTimeline(room: number) {
  timelines.delete(room);
  tell(room);
}

export function closeAllTimelines() {
  for (const room of [...timelines.keys()]) closeTimeline(room);
}

export function holdTimeline(room: number, hold: boolean) {
  if (hold) held.add(room);
  else held.delete(room);
  changeTimeline(room, (timeline) => timeline);
}

/**
 * The reader left the room. A range that ends in the past is dropped, because it is no place to come back to, and so is
 * a page of the past that is on its way: alone it would be taken for the whole history.
 */
export function leaveTimeline(room: number) {
  holdTimeline(room, false);
  changeTimeline(room, (timeline) => (isInThePast(timeline) ? { ...timeline, ...NOTHING } : timeline));
}

const NOTHING = { loaded: null, load: null, failure: null };

const isInThePast = ({ loaded, load }: Timeline) =>
  loaded ? loaded.hasAfter || load?.kind === "around" : load !== null && load.kind !== "newest";

export function useTimeline(room: number): Timeline | undefined {
  return useSyncExternalStore(
    (listener) => subscribe(room, listener),
    () => timelines.get(room),
  );
}

function set(timeline: Timeline) {
  const next = held.has(timeline.room) ? timeline : bounded(timeline);
  const before = timelines.get(timeline.room);
  if (before === next) return;
  registerAuthors(before, next);
  timelines.set(timeline.room, next);
  tell(timeline.room);
}

function registerAuthors(before: Timeline | undefined, { loaded, thread }: Timeline) {
  if (loaded && loaded !== before?.loaded) registerPeople(loaded.messages.map(({ author }) => author));
  if (thread && thread !== before?.thread) registerPeople(thread.replies.map(({ author }) => author));
}

function bounded(timeline: Timeline): Timeline {
  const { loaded, load } = timeline;
  if (!loaded || load || loaded.messages.length <= MOST_MESSAGES + SLACK) return timeline;
  return { ...timeline, loaded: cut(loaded, "end") };
}

function subscribe(room: number, listener: () => void) {
  const known = listeners.get(room) ?? new Set();
  listeners.set(room, known.add(listener));
  return () => {
    known.delete(listener);
  };
}

function tell(room: number) {
  for (const listener of listeners.get(room) ?? []) listener();
}
