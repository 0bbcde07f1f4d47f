import type { Message } from "@/lib/protocol/types";
import { atServer } from "@/lib/session/serverTime";
import type { Pending } from "@/realtime/timeline/types";

export type Row = {
  /** The same before and after the server stored the message, so that React keeps the row. */
  key: string;
  room: number;
  message: Message | null;
  pending: Pending | null;
  at: Date;
  /** First row of its day. */
  opensDay: boolean;
  /** First row of a group: it shows the author. A reply always is. */
  opensGroup: boolean;
  /** The id of the message that this one answers. */
  replyTo: number | null;
  /** First unread row. */
  opensUnread: boolean;
  /** Unread replies in the thread of this root. */
  unreadReplies: number;
};

const GROUP_WITHIN = 5 * 60_000;

type Content = {
  room: number;
  messages: readonly Message[];
  hasBefore: boolean;
  pending: readonly Pending[];
  me: number;
  unreadAfter: number | null;
  /** The messages are those of a thread. */
  inThread?: boolean;
  /** By the id of a thread's root: the seq of the last reply that I have seen. */
  seenReplies?: ReadonlyMap<number, number>;
};

const NONE: ReadonlyMap<number, number> = new Map();

/**
 * The rows of the list. The oldest loaded message is left out until the message before it is loaded: only then is it
 * known whether it starts a day or a group, and a row that changes its height would move the page.
 */
export function rowsOf({
  room,
  messages,
  hasBefore,
  pending,
  me,
  unreadAfter,
  inThread = false,
  seenReplies = NONE,
}: Content): Row[] {
  const shown = inThread ? messages : messages.filter((each) => each.thread === null);
  const stored = shown.map(ofMessage);
  const sources = [
    ...stored,
    ...notEarlier(
      pending.map((each) => ofPending(each, me)),
      stored.at(-1)?.at,
    ),
  ];
  const unread = unreadAfter === null ? [] : messages.filter((each) => isUnread(each, unreadAfter, me));
  const firstUnread = unread.find((each) => inThread || each.thread === null);
  const rows = sources.map((source, index) => {
    const before = sources[index - 1];
    const opensDay = before?.at.toDateString() !== source.at.toDateString();
    const opensUnread = source.message !== null && source.message === firstUnread;
    const { author, ...row } = source;
    const opensGroup = opensDay || opensUnread || !continues(before, source);
    const unreadReplies = countReplies(unread, source.message, seenReplies);
    return { ...row, room, opensDay, opensUnread, opensGroup, unreadReplies };
  });
  return hasBefore ? rows.slice(1) : rows;
}

function countReplies(unread: readonly Message[], root: Message | null, seen: ReadonlyMap<number, number>) {
  if (!root) return 0;
  return unread.filter(({ thread, seq }) => thread === root.id && seq > (seen.get(root.id) ?? 0)).length;
}

export function isUnread(message: Message, after: number, me: number) {
  return message.seq > after && message.author.id !== me && !message.deleted_at;
}

type Source = Pick<Row, "key" | "message" | "pending" | "replyTo" | "at"> & { author: number };

function ofMessage(message: Message): Source {
  const { author, nonce, created_at, reply_to, deleted_at } = message;
  const replyTo = deleted_at ? null : reply_to;
  return { key: `${author.id}:${nonce}`, message, pending: null, replyTo, at: new Date(created_at), author: author.id };
}

function ofPending(pending: Pending, me: number): Source {
  const { nonce, replyTo, queuedAt, held } = pending;
  // Of a held one the server said when it came.
  const at = new Date(held ? queuedAt : atServer(queuedAt));
  return { key: `${me}:${nonce}`, message: null, pending, replyTo, at, author: me };
}

/** They stand below the last message, so they are not shown as earlier, whatever this machine's clock says. */
function notEarlier(sources: readonly Source[], last: Date | undefined): Source[] {
  let latest = last?.getTime() ?? 0;
  return sources.map((source) => {
    latest = Math.max(latest, source.at.getTime());
    return { ...source, at: new Date(latest) };
  });
}

function continues(before: Source | undefined, { author, at, replyTo }: Source) {
  return replyTo === null && before?.author === author && at.getTime() - before.at.getTime() < GROUP_WITHIN;
}
