import type { Message, MessageFrame, RoomSync } from "@/lib/protocol/types";
import { put, rangeOf } from "./loadedRange";
import { dropStored, markSent, unsent } from "./pending";
import { checkHead } from "./staleHead";
import { newThread, putInThread } from "./thread";
import type { Change, Received, Timeline } from "./types";

const MOST_AHEAD = 200;

export function newTimeline(room: number, me: number, rev: number): Timeline {
  const nothing = { ahead: [], loaded: null, load: null, failure: null, pending: [], thread: null };
  return { room, me, have: rev, head: rev, ...TRUSTED, ...nothing };
}

const TRUSTED = { suspectedAt: null, isReplaced: false } as const;

/** Starts over at `rev`. Messages that the server does not have yet stay. */
export function reset(timeline: Timeline, rev: number): Timeline {
  const thread = timeline.thread && newThread(timeline.thread.id);
  return { ...newTimeline(timeline.room, timeline.me, rev), pending: unsent(timeline), thread };
}

export function needsSync({ have, head, isReplaced }: Timeline): boolean {
  return head > have || isReplaced;
}

export function noteHead(timeline: Timeline, head: number): Timeline {
  const { suspectedAt, isReplaced } = checkHead(timeline.suspectedAt, timeline.have, head);
  if (head <= timeline.head && suspectedAt === timeline.suspectedAt && !isReplaced) return timeline;
  return {
    ...timeline,
    suspectedAt,
    isReplaced: timeline.isReplaced || isReplaced,
    head: Math.max(head, timeline.head),
  };
}

/** The head in `hello`. Without loaded messages there is nothing to catch up with. */
export function applyHello(timeline: Timeline, rev: number): Timeline {
  // Read before the answer to a request of mine, or after the history was replaced: the next head tells.
  if (rev < timeline.have) return noteHead(timeline, rev);
  if (timeline.loaded || timeline.load || timeline.thread) return noteHead(timeline, rev);
  return { ...timeline, have: rev, head: Math.max(rev, timeline.head), ahead: [], pending: unsent(timeline) };
}

/** The protocol's rule: the next rev applies, an old one is dropped, a later one waits for the missing ones. */
export function receive(timeline: Timeline, change: Change): Received {
  if (change.rev <= timeline.have) return { timeline: dropStored(timeline, messagesIn([change])), applied: [] };
  const known = timeline.ahead.some((each) => each.rev === change.rev);
  return drain(known ? timeline : { ...timeline, ahead: [...timeline.ahead, change] });
}

function drain(timeline: Timeline): Received {
  const waiting = timeline.ahead.filter((each) => each.rev > timeline.have).sort((a, b) => a.rev - b.rev);
  const applied = waiting.filter((each, index) => each.rev === timeline.have + 1 + index);
  const have = timeline.have + applied.length;
  const head = Math.max(timeline.head, have, waiting.at(-1)?.rev ?? 0);
  const ahead = waiting.slice(applied.length, applied.length + MOST_AHEAD);
  return { timeline: applyMessages({ ...timeline, have, head, ahead }, messagesIn(applied)), applied };
}

function messagesIn(changes: readonly Change[]): Message[] {
  return changes.flatMap((each) => (each.type === "message" ? [each.message] : []));
}

function applyMessages(timeline: Timeline, messages: readonly Message[]): Timeline {
  if (messages.length === 0) return timeline;
  const loaded = timeline.loaded && messages.reduce(put, timeline.loaded);
  const load = timeline.load && { ...timeline.load, late: [...timeline.load.late, ...messages] };
  const thread = timeline.thread && messages.reduce(putInThread, timeline.thread);
  return dropStored({ ...timeline, loaded, load, thread }, messages);
}

/** Applies a complete sync. `base`: the rev of the request; the answer holds everything after it. */
export function applySync(timeline: Timeline, base: number, answer: Exclude<RoomSync, { gone: true }>): Received {
  const messages = answer.messages.toSorted((a, b) => a.seq - b.seq);
  if (answer.head < base) return { timeline: reset(timeline, answer.head), applied: [] };
  if (answer.reset) return drain(applyReset(timeline, answer.head, messages));
  const have = Math.max(timeline.have, answer.head);
  return drain(applyMessages({ ...timeline, have, head: Math.max(timeline.head, have), ...TRUSTED }, messages));
}

function applyReset(timeline: Timeline, head: number, messages: readonly Message[]): Timeline {
  const shown = timeline.loaded !== null || timeline.load !== null;
  const page = { messages: [...messages], has_before: (messages[0]?.seq ?? 1) > 1, has_after: false };
  const fresh = { ...reset(timeline, head), head: Math.max(head, timeline.head), ahead: timeline.ahead };
  return dropStored({ ...fresh, loaded: shown ? rangeOf(page) : null }, messages);
}

/**
 * The server stored my message. Its rev may be ahead of the applied ones: until the gap is closed it is shown as sent.
 */
export function acknowledge(timeline: Timeline, message: Message): Received {
  const change: MessageFrame = { type: "message", room: message.room, rev: message.rev, message };
  return receive(markSent(timeline, message.nonce), change);
}
