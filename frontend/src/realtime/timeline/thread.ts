import type { Message, ThreadPage } from "@/lib/protocol/types";
import { dropStored } from "./pending";
import type { Thread, Timeline } from "./types";

export function newThread(id: number): Thread {
  return { id, root: null, replies: [], hasBefore: false, isLoaded: false, load: null, failure: null };
}

export function openThread(timeline: Timeline, id: number): Timeline {
  return timeline.thread?.id === id ? timeline : { ...timeline, thread: newThread(id) };
}

export function closeThread(timeline: Timeline): Timeline {
  return timeline.thread ? { ...timeline, thread: null } : timeline;
}

export function startThreadLoad(timeline: Timeline, id: number): Timeline {
  return withThread(timeline, (thread) => ({ ...thread, load: { id, late: [] }, failure: null }));
}

/** A page is dropped if the thread was closed or opened again during its load. */
export function finishThreadLoad(timeline: Timeline, id: number, page: ThreadPage): Timeline {
  const { thread } = timeline;
  if (thread?.load?.id !== id) return timeline;
  const { late } = thread.load;
  const joined = late.reduce(putInThread, withPage(thread, page));
  return dropStored({ ...timeline, thread: joined }, [...page.messages, ...late]);
}

export function failThreadLoad(timeline: Timeline, id: number, code: string): Timeline {
  if (timeline.thread?.load?.id !== id) return timeline;
  return withThread(timeline, (thread) => ({ ...thread, load: null, failure: code }));
}

function withThread(timeline: Timeline, change: (thread: Thread) => Thread): Timeline {
  return timeline.thread ? { ...timeline, thread: change(timeline.thread) } : timeline;
}

function withPage(thread: Thread, { root, messages, has_before }: ThreadPage): Thread {
  const first = thread.replies[0]?.seq ?? Number.POSITIVE_INFINITY;
  const replies = [...messages.filter(({ seq }) => seq < first), ...thread.replies];
  return { ...thread, root: newer(thread.root, root), replies, hasBefore: has_before, isLoaded: true, load: null };
}

/** Takes a message of the room: the root, a reply, or neither. */
export function putInThread(thread: Thread, message: Message): Thread {
  if (message.id !== thread.id && message.thread !== thread.id) return thread;
  const { load } = thread;
  const kept = load ? { ...thread, load: { ...load, late: [...load.late, message] } } : thread;
  if (!thread.isLoaded) return kept;
  return message.id === thread.id ? { ...kept, root: newer(thread.root, message) } : putReply(kept, message);
}

function putReply(thread: Thread, message: Message): Thread {
  const { replies, hasBefore } = thread;
  const at = replies.findIndex(({ seq }) => seq >= message.seq);
  const known = replies[at];
  if (at === -1) return { ...thread, replies: [...replies, message] };
  if (known?.seq === message.seq) return { ...thread, replies: replies.with(at, newer(known, message)) };
  // Before the first loaded reply: a page brings it.
  return at === 0 && hasBefore ? thread : { ...thread, replies: replies.toSpliced(at, 0, message) };
}

function newer(known: Message | null, message: Message): Message {
  return known && known.rev >= message.rev ? known : message;
}
