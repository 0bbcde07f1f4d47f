import type { Message } from "@/lib/protocol/types";
import type { Pending, Timeline } from "./types";

/** Adds or updates a message of mine that is not stored yet. */
export function showPending(timeline: Timeline, pending: Pending): Timeline {
  if (isStored(timeline, pending.nonce)) return timeline;
  const others = timeline.pending.filter((each) => each.nonce !== pending.nonce);
  return { ...timeline, pending: [...others, pending].sort((a, b) => a.queuedAt - b.queuedAt) };
}

function isStored({ loaded, thread, me }: Timeline, nonce: string): boolean {
  const known = [...(loaded?.messages ?? []), ...(thread?.replies ?? [])];
  return known.some((each) => each.nonce === nonce && each.author.id === me);
}

/** Another tab sent it; this tab's socket brings the message. */
export function markSent(timeline: Timeline, nonce: string): Timeline {
  const sent = (each: Pending): Pending => ({ ...each, status: "sent", reason: undefined });
  return { ...timeline, pending: timeline.pending.map((each) => (each.nonce === nonce ? sent(each) : each)) };
}

export function hidePending(timeline: Timeline, nonce: string): Timeline {
  return { ...timeline, pending: timeline.pending.filter((each) => each.nonce !== nonce) };
}

/** Removes pending messages whose nonce has been stored. */
export function dropStored(timeline: Timeline, messages: readonly Message[]): Timeline {
  const stored = new Set(messages.filter((each) => each.author.id === timeline.me).map((each) => each.nonce));
  const pending = timeline.pending.filter((each) => !stored.has(each.nonce));
  return pending.length === timeline.pending.length ? timeline : { ...timeline, pending };
}

/** Messages that the server does not have yet. */
export function unsent({ pending }: Timeline) {
  return pending.filter((each) => each.status !== "sent");
}

/** Pending messages below the last one. While newer messages are not loaded they would stand in the wrong place. */
export function shownPending({ loaded, pending }: Timeline): readonly Pending[] {
  return loaded && !loaded.hasAfter ? pending.filter((each) => each.thread === null) : [];
}

/** Pending messages of the open thread. */
export function pendingInThread({ thread, pending }: Timeline): readonly Pending[] {
  return thread?.isLoaded ? pending.filter((each) => each.thread === thread.id) : [];
}
