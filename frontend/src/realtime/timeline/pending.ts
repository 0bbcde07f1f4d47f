import type { Message } from "@/lib/protocol/types";
import type { Pending, Timeline } from "./types";

/** Shows a message of mine that is not stored yet, or what became of it. */
export function showPending(timeline: Timeline, pending: Pending): Timeline {
  if (isStored(timeline, pending.nonce)) return timeline;
  const others = timeline.pending.filter((each) => each.nonce !== pending.nonce);
  return { ...timeline, pending: [...others, pending].sort((a, b) => a.queuedAt - b.queuedAt) };
}

function isStored({ stretch, thread, me }: Timeline, nonce: string): boolean {
  const known = [...(stretch?.messages ?? []), ...(thread?.replies ?? [])];
  return known.some((each) => each.nonce === nonce && each.author.id === me);
}

/** Another tab sent it; the message itself comes over this tab's own socket. */
export function markSent(timeline: Timeline, nonce: string): Timeline {
  const sent = (each: Pending): Pending => ({ ...each, status: "sent", reason: undefined });
  return { ...timeline, pending: timeline.pending.map((each) => (each.nonce === nonce ? sent(each) : each)) };
}

export function hidePending(timeline: Timeline, nonce: string): Timeline {
  return { ...timeline, pending: timeline.pending.filter((each) => each.nonce !== nonce) };
}

/** A stored message takes the place of the pending one with its nonce. */
export function settle(timeline: Timeline, messages: readonly Message[]): Timeline {
  const stored = new Set(messages.filter((each) => each.author.id === timeline.me).map((each) => each.nonce));
  const pending = timeline.pending.filter((each) => !stored.has(each.nonce));
  return pending.length === timeline.pending.length ? timeline : { ...timeline, pending };
}

/** What the server does not have yet. */
export function unsent({ pending }: Timeline) {
  return pending.filter((each) => each.status !== "sent");
}

/** What may be shown under the last message: with newer ones unloaded, mine would stand in the wrong place. */
export function shownPending({ stretch, pending }: Timeline): readonly Pending[] {
  return stretch && !stretch.hasAfter ? pending.filter((each) => each.thread === null) : [];
}

/** What I wrote in the thread that is open. */
export function pendingInThread({ thread, pending }: Timeline): readonly Pending[] {
  return thread?.isLoaded ? pending.filter((each) => each.thread === thread.id) : [];
}
