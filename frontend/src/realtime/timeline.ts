import type { MemberFrame, Message, MessageFrame, MessagePage, RoomFrame, RoomSync } from "@/lib/wire";
import { join, put, type Stretch, stretchOf } from "./stretch";

export type Change = MessageFrame | RoomFrame | MemberFrame;

export type Pending = {
  readonly nonce: string;
  readonly text: string;
  readonly replyTo: number | null;
  /** Milliseconds since 1970; orders what waits, and grows with every message and retry. */
  readonly queuedAt: number;
  readonly status: "waiting" | "sent" | "failed";
  readonly reason?: string;
};

export type Load = {
  readonly id: number;
  readonly kind: "newest" | "around" | "before" | "after";
  /** What changed since the page was asked for: the page may be older than these. */
  readonly late: readonly Message[];
};

/** All that is known of one room's conversation. */
export type Timeline = {
  readonly room: number;
  readonly me: number;
  /** Every change up to this rev is in here. */
  readonly have: number;
  /** The largest rev heard of. */
  readonly head: number;
  /** A head below `have` was heard: the server's history may have been replaced. */
  readonly doubt: boolean;
  /** Changes that overtook one they follow; they apply once it comes. */
  readonly ahead: readonly Change[];
  readonly stretch: Stretch | null;
  readonly load: Load | null;
  readonly failure: { readonly kind: Load["kind"]; readonly code: string } | null;
  readonly pending: readonly Pending[];
};

export type Received = { timeline: Timeline; applied: readonly Change[] };

const MOST_AHEAD = 200;

export function newTimeline(room: number, me: number, rev: number): Timeline {
  const nothing = { doubt: false, ahead: [], stretch: null, load: null, failure: null, pending: [] };
  return { room, me, have: rev, head: rev, ...nothing };
}

/** Starts over at `rev`, keeping what I wrote and the server does not have yet. */
export function forget(timeline: Timeline, rev: number): Timeline {
  return { ...newTimeline(timeline.room, timeline.me, rev), pending: unsent(timeline) };
}

function unsent({ pending }: Timeline) {
  return pending.filter((each) => each.status !== "sent");
}

export function needsSync({ have, head, doubt }: Timeline): boolean {
  return head > have || doubt;
}

export function hear(timeline: Timeline, head: number): Timeline {
  if (head < timeline.have) return { ...timeline, doubt: true };
  return head > timeline.head ? { ...timeline, head } : timeline;
}

/** The head in `hello`: with nothing loaded there is nothing to catch up with. */
export function greet(timeline: Timeline, rev: number): Timeline {
  if (rev < timeline.have) return forget(timeline, rev);
  if (timeline.stretch || timeline.load) return hear(timeline, rev);
  return { ...timeline, have: rev, head: Math.max(rev, timeline.head), ahead: [], pending: unsent(timeline) };
}

/** The rule of the contract: the next rev applies, an old one is dropped, a later one waits for what is missing. */
export function receive(timeline: Timeline, change: Change): Received {
  if (change.rev <= timeline.have) return { timeline: settle(timeline, messagesIn([change])), applied: [] };
  const known = timeline.ahead.some((each) => each.rev === change.rev);
  return drain(known ? timeline : { ...timeline, ahead: [...timeline.ahead, change] });
}

function drain(timeline: Timeline): Received {
  const waiting = timeline.ahead.filter((each) => each.rev > timeline.have).sort((a, b) => a.rev - b.rev);
  const applied = waiting.filter((each, index) => each.rev === timeline.have + 1 + index);
  const have = timeline.have + applied.length;
  const head = Math.max(timeline.head, have, waiting.at(-1)?.rev ?? 0);
  const ahead = waiting.slice(applied.length, applied.length + MOST_AHEAD);
  return { timeline: absorb({ ...timeline, have, head, ahead }, messagesIn(applied)), applied };
}

function messagesIn(changes: readonly Change[]): Message[] {
  return changes.flatMap((each) => (each.type === "message" ? [each.message] : []));
}

function absorb(timeline: Timeline, messages: readonly Message[]): Timeline {
  if (messages.length === 0) return timeline;
  const stretch = timeline.stretch && messages.reduce(put, timeline.stretch);
  const load = timeline.load && { ...timeline.load, late: [...timeline.load.late, ...messages] };
  return settle({ ...timeline, stretch, load }, messages);
}

/** A stored message takes the place of the pending one with its nonce. */
function settle(timeline: Timeline, messages: readonly Message[]): Timeline {
  const stored = new Set(messages.filter((each) => each.author.id === timeline.me).map((each) => each.nonce));
  const pending = timeline.pending.filter((each) => !stored.has(each.nonce));
  return pending.length === timeline.pending.length ? timeline : { ...timeline, pending };
}

/** A whole answer of sync: everything above `base`, the rev it was asked with. */
export function takeSync(timeline: Timeline, base: number, answer: Exclude<RoomSync, { gone: true }>): Received {
  const messages = answer.messages.toSorted((a, b) => a.seq - b.seq);
  if (answer.head < base) return { timeline: forget(timeline, answer.head), applied: [] };
  if (answer.reset) return drain(takeReset(timeline, answer.head, messages));
  const have = Math.max(timeline.have, answer.head);
  return drain(absorb({ ...timeline, have, head: Math.max(timeline.head, have), doubt: false }, messages));
}

function takeReset(timeline: Timeline, head: number, messages: readonly Message[]): Timeline {
  const shown = timeline.stretch !== null || timeline.load !== null;
  const page = { messages: [...messages], has_before: (messages[0]?.seq ?? 1) > 1, has_after: false };
  const fresh = { ...forget(timeline, head), head: Math.max(head, timeline.head), ahead: timeline.ahead };
  return settle({ ...fresh, stretch: shown ? stretchOf(page) : null }, messages);
}

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

/** Shows a message of mine that is not stored yet, or what became of it. */
export function showPending(timeline: Timeline, pending: Pending): Timeline {
  if (isStored(timeline, pending.nonce)) return timeline;
  const others = timeline.pending.filter((each) => each.nonce !== pending.nonce);
  return { ...timeline, pending: [...others, pending].sort((a, b) => a.queuedAt - b.queuedAt) };
}

function isStored({ stretch, me }: Timeline, nonce: string): boolean {
  return stretch?.messages.some((each) => each.nonce === nonce && each.author.id === me) ?? false;
}

/** Another tab sent it; the message itself comes over this tab's own socket. */
export function markSent(timeline: Timeline, nonce: string): Timeline {
  const sent = (each: Pending): Pending => ({ ...each, status: "sent", reason: undefined });
  return { ...timeline, pending: timeline.pending.map((each) => (each.nonce === nonce ? sent(each) : each)) };
}

export function hidePending(timeline: Timeline, nonce: string): Timeline {
  return { ...timeline, pending: timeline.pending.filter((each) => each.nonce !== nonce) };
}

/** The server stored my message. Its rev may be ahead of what I have: until the gap is closed it is shown as sent. */
export function acknowledge(timeline: Timeline, message: Message): Received {
  const change: MessageFrame = { type: "message", room: message.room, rev: message.rev, message };
  return receive(markSent(timeline, message.nonce), change);
}

/** What may be shown under the last message: with newer ones unloaded, mine would stand in the wrong place. */
export function shownPending({ stretch, pending }: Timeline): readonly Pending[] {
  return stretch && !stretch.hasAfter ? pending : [];
}
