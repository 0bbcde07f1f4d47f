import type { Message } from "@/lib/wire";
import type { Pending } from "@/realtime";

export type Row = {
  /** The same before and after the server stored it, so that a message of mine keeps its place on the page. */
  key: string;
  message: Message | null;
  pending: Pending | null;
  at: Date;
  /** The first of its day. */
  opensDay: boolean;
  /** The first of a group: says who writes. */
  opensGroup: boolean;
  /** The first I have not read. */
  opensUnread: boolean;
};

const GROUP_WITHIN = 5 * 60_000;

type Content = {
  messages: readonly Message[];
  hasBefore: boolean;
  pending: readonly Pending[];
  me: number;
  unreadAfter: number | null;
};

/**
 * What the list shows. The oldest loaded message waits until the one before it is known: only then is it clear whether
 * it opens a day or a group, and a row that changes its height under the reader would move the page.
 */
export function rowsOf({ messages, hasBefore, pending, me, unreadAfter }: Content): Row[] {
  const sources = [...messages.map(ofMessage), ...pending.map((each) => ofPending(each, me))];
  const firstUnread = unreadAfter === null ? undefined : messages.find((each) => isUnread(each, unreadAfter, me));
  const rows = sources.map((source, index) => {
    const before = sources[index - 1];
    const opensDay = before?.at.toDateString() !== source.at.toDateString();
    const opensUnread = source.message !== null && source.message === firstUnread;
    const { author, ...row } = source;
    return { ...row, opensDay, opensUnread, opensGroup: opensDay || opensUnread || !continues(before, source) };
  });
  return hasBefore ? rows.slice(1) : rows;
}

export function isUnread(message: Message, after: number, me: number) {
  return message.seq > after && message.author.id !== me && !message.deleted_at;
}

type Source = Pick<Row, "key" | "message" | "pending" | "at"> & { author: number };

function ofMessage(message: Message): Source {
  const { author, nonce, created_at } = message;
  return { key: `${author.id}:${nonce}`, message, pending: null, at: new Date(created_at), author: author.id };
}

function ofPending(pending: Pending, me: number): Source {
  return { key: `${me}:${pending.nonce}`, message: null, pending, at: new Date(pending.queuedAt), author: me };
}

function continues(before: Source | undefined, { author, at }: Source) {
  return before?.author === author && at.getTime() - before.at.getTime() < GROUP_WITHIN;
}
