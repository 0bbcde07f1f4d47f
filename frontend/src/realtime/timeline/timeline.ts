import type { Message, MessageFrame, RoomSync } from "@/lib/protocol/types";
import { put, stretchOf } from "./loadedRange";
import { markSent, settle, unsent } from "./pending";
import { doubtAfter } from "./staleHead";
import { newThread, putInThread } from "./thread";
import type { Change, Received, Timeline } from "./types";

const MOST_AHEAD = 200;

export function newTimeline(room: number, me: number, rev: number): Timeline {
  const nothing = { ahead: [], stretch: null, load: null, failure: null, pending: [], thread: null };
  return { room, me, have: rev, head: rev, ...CERTAIN, ...nothing };
}

const CERTAIN = { doubt: null, isDoubted: false } as const;

/** Starts over at `rev`, keeping what I wrote and the server does not have yet. */
export function forget(timeline: Timeline, rev: number): Timeline {
  const thread = timeline.thread && newThread(timeline.thread.id);
  return { ...newTimeline(timeline.room, timeline.me, rev), pending: unsent(timeline), thread };
}

export function needsSync({ have, head, isDoubted }: Timeline): boolean {
  return head > have || isDoubted;
}

export function hear(timeline: Timeline, head: number): Timeline {
  const { doubt, isSure } = doubtAfter(timeline.doubt, timeline.have, head);
  if (head <= timeline.head && doubt === timeline.doubt && !isSure) return timeline;
  return { ...timeline, doubt, isDoubted: timeline.isDoubted || isSure, head: Math.max(head, timeline.head) };
}

/** The head in `hello`: with nothing loaded there is nothing to catch up with. */
export function greet(timeline: Timeline, rev: number): Timeline {
  // Read before an answer to a call of mine, or of another history: the next head tells.
  if (rev < timeline.have) return hear(timeline, rev);
  if (timeline.stretch || timeline.load || timeline.thread) return hear(timeline, rev);
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
  const thread = timeline.thread && messages.reduce(putInThread, timeline.thread);
  return settle({ ...timeline, stretch, load, thread }, messages);
}

/** A whole answer of sync: everything above `base`, the rev it was asked with. */
export function takeSync(timeline: Timeline, base: number, answer: Exclude<RoomSync, { gone: true }>): Received {
  const messages = answer.messages.toSorted((a, b) => a.seq - b.seq);
  if (answer.head < base) return { timeline: forget(timeline, answer.head), applied: [] };
  if (answer.reset) return drain(takeReset(timeline, answer.head, messages));
  const have = Math.max(timeline.have, answer.head);
  return drain(absorb({ ...timeline, have, head: Math.max(timeline.head, have), ...CERTAIN }, messages));
}

function takeReset(timeline: Timeline, head: number, messages: readonly Message[]): Timeline {
  const shown = timeline.stretch !== null || timeline.load !== null;
  const page = { messages: [...messages], has_before: (messages[0]?.seq ?? 1) > 1, has_after: false };
  const fresh = { ...forget(timeline, head), head: Math.max(head, timeline.head), ahead: timeline.ahead };
  return settle({ ...fresh, stretch: shown ? stretchOf(page) : null }, messages);
}

/** The server stored my message. Its rev may be ahead of what I have: until the gap is closed it is shown as sent. */
export function acknowledge(timeline: Timeline, message: Message): Received {
  const change: MessageFrame = { type: "message", room: message.room, rev: message.rev, message };
  return receive(markSent(timeline, message.nonce), change);
}
