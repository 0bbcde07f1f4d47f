import type { Message, MessagePage } from "@/lib/protocol/types";

/** The loaded part of a room's history. `seq` has no gaps and neither has a stretch, so a message's place is a subtraction. */
export type Stretch = {
  readonly messages: readonly Message[];
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
};

export const MOST_MESSAGES = 1000;

export function stretchOf(page: MessagePage): Stretch {
  return { messages: page.messages, hasBefore: page.has_before, hasAfter: page.has_after };
}

export function firstSeq({ messages }: Stretch): number {
  return messages[0]?.seq ?? 1;
}

export function lastSeq(stretch: Stretch): number {
  return stretch.messages.at(-1)?.seq ?? firstSeq(stretch) - 1;
}

export function messageAt(stretch: Stretch, seq: number): Message | undefined {
  return stretch.messages[seq - firstSeq(stretch)];
}

/** Takes in one message: newer state replaces older, the next one is appended, anything else is for a page to bring. */
export function put(stretch: Stretch, message: Message): Stretch {
  const known = messageAt(stretch, message.seq);
  if (known) return known.rev >= message.rev ? stretch : replace(stretch, message);
  if (stretch.hasAfter || message.seq <= lastSeq(stretch)) return stretch;
  if (message.seq > lastSeq(stretch) + 1) return { ...stretch, hasAfter: true };
  return { ...stretch, messages: [...stretch.messages, message] };
}

function replace(stretch: Stretch, message: Message): Stretch {
  return { ...stretch, messages: stretch.messages.with(message.seq - firstSeq(stretch), message) };
}

/** Joins a page to the stretch it touches; a page that no longer touches it (the stretch was cut meanwhile) is dropped. */
export function join(stretch: Stretch, page: Stretch): Stretch {
  if (stretch.messages.length === 0) return page;
  if (page.messages.length === 0) return joinNothing(stretch, page);
  if (lastSeq(page) + 1 === firstSeq(stretch)) return between(page, stretch);
  if (lastSeq(stretch) + 1 === firstSeq(page)) return between(stretch, page);
  return stretch;
}

function between(lower: Stretch, upper: Stretch): Stretch {
  return { messages: [...lower.messages, ...upper.messages], hasBefore: lower.hasBefore, hasAfter: upper.hasAfter };
}

function joinNothing(stretch: Stretch, page: Stretch): Stretch {
  return { ...stretch, hasBefore: stretch.hasBefore && page.hasBefore, hasAfter: stretch.hasAfter && page.hasAfter };
}

/** Lets go of what is farthest from where the reader is. */
export function cut(stretch: Stretch, keep: "start" | "end", most = MOST_MESSAGES): Stretch {
  if (stretch.messages.length <= most) return stretch;
  return keep === "start"
    ? { ...stretch, messages: stretch.messages.slice(0, most), hasAfter: true }
    : { ...stretch, messages: stretch.messages.slice(-most), hasBefore: true };
}
