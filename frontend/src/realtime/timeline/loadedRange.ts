import type { Message, MessagePage } from "@/lib/protocol/types";

/** The loaded part of a room's history. Neither `seq` nor the range has gaps, so an index is a subtraction. */
export type LoadedRange = {
  readonly messages: readonly Message[];
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
};

export const MOST_MESSAGES = 1000;

export function rangeOf(page: MessagePage): LoadedRange {
  return { messages: page.messages, hasBefore: page.has_before, hasAfter: page.has_after };
}

export function firstSeq({ messages }: LoadedRange): number {
  return messages[0]?.seq ?? 1;
}

export function lastSeq(loaded: LoadedRange): number {
  return loaded.messages.at(-1)?.seq ?? firstSeq(loaded) - 1;
}

export function messageAt(loaded: LoadedRange, seq: number): Message | undefined {
  return loaded.messages[seq - firstSeq(loaded)];
}

/** Whether a message with this seq would be in the range, if there were one. */
export function covers(loaded: LoadedRange, seq: number): boolean {
  return (!loaded.hasBefore || firstSeq(loaded) <= seq) && (!loaded.hasAfter || seq <= lastSeq(loaded));
}

/** Adds one message: newer state replaces older, the next message is appended, and any other one comes with a page. */
export function put(loaded: LoadedRange, message: Message): LoadedRange {
  const known = messageAt(loaded, message.seq);
  if (known) return known.rev >= message.rev ? loaded : replace(loaded, message);
  if (loaded.hasAfter || message.seq <= lastSeq(loaded)) return loaded;
  if (message.seq > lastSeq(loaded) + 1) return { ...loaded, hasAfter: true };
  return { ...loaded, messages: [...loaded.messages, message] };
}

function replace(loaded: LoadedRange, message: Message): LoadedRange {
  return { ...loaded, messages: loaded.messages.with(message.seq - firstSeq(loaded), message) };
}

/**
 * Joins a page to the range beside it. A page that does not touch the range is dropped: the range was cut meanwhile.
 */
export function join(loaded: LoadedRange, page: LoadedRange): LoadedRange {
  if (loaded.messages.length === 0) return page;
  if (page.messages.length === 0) return joinNothing(loaded, page);
  if (lastSeq(page) + 1 === firstSeq(loaded)) return between(page, loaded);
  if (lastSeq(loaded) + 1 === firstSeq(page)) return between(loaded, page);
  return loaded;
}

function between(lower: LoadedRange, upper: LoadedRange): LoadedRange {
  return { messages: [...lower.messages, ...upper.messages], hasBefore: lower.hasBefore, hasAfter: upper.hasAfter };
}

function joinNothing(loaded: LoadedRange, page: LoadedRange): LoadedRange {
  return { ...loaded, hasBefore: loaded.hasBefore && page.hasBefore, hasAfter: loaded.hasAfter && page.hasAfter };
}

/** Drops the messages that are farthest from the reader. */
export function cut(loaded: LoadedRange, keep: "start" | "end", most = MOST_MESSAGES): LoadedRange {
  if (loaded.messages.length <= most) return loaded;
  return keep === "start"
    ? { ...loaded, messages: loaded.messages.slice(0, most), hasAfter: true }
    : { ...loaded, messages: loaded.messages.slice(-most), hasBefore: true };
}
