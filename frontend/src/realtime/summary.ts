import type { MemberFrame, Message, RoomFrame, RoomSummary } from "@/lib/wire";

export type Reader = { me: number; watched: boolean };

/** Whether a message calls this person, by name or with everybody. */
export const calls = ({ mentions, mentions_here }: Message, user: number) => mentions_here || mentions.includes(user);

/** The counters after a message: mine, deleted ones and those I am looking at are not unread. */
export function withMessage(summary: RoomSummary, message: Message, { me, watched }: Reader): RoomSummary {
  const rev = Math.max(summary.rev, message.rev);
  const mayCount = message.author.id !== me && message.seq > summary.last_read_seq;
  if (message.seq <= summary.last_seq) {
    const unread = mayCount && message.deleted_at ? Math.max(0, summary.unread - 1) : summary.unread;
    return { ...summary, rev, unread };
  }
  const counts = mayCount && !message.deleted_at && !watched;
  const { seq: last_seq, created_at: last_message_at } = message;
  const unread = summary.unread + (counts ? 1 : 0);
  const mentions = summary.mentions + (counts && calls(message, me) ? 1 : 0);
  return { ...summary, rev, last_seq, last_message_at, unread, mentions };
}

/** An unread message that changed may call somebody anew or no more, and what it said before is not always known. */
export function mayMiscount(summary: RoomSummary, message: Message, { me }: Reader) {
  const { author, seq, deleted_at, edited_at } = message;
  if (author.id === me || seq <= summary.last_read_seq || seq > summary.last_seq) return false;
  return summary.mentions > 0 ? deleted_at !== null || edited_at !== null : edited_at !== null && calls(message, me);
}

export function withRead(summary: RoomSummary, seq: number): RoomSummary {
  if (seq <= summary.last_read_seq) return summary;
  const left = Math.max(0, summary.last_seq - seq);
  const unread = Math.min(summary.unread, left);
  return { ...summary, last_read_seq: seq, unread, mentions: Math.min(summary.mentions, unread) };
}

export function withRoom(summary: RoomSummary, frame: RoomFrame): RoomSummary {
  const { rev, kind, name, topic, archived_at, posting, slow_seconds } = frame;
  const changed = { kind, name, topic, archived_at, posting, slow_seconds };
  return { ...summary, ...changed, rev: Math.max(summary.rev, rev) };
}

export function withMember(summary: RoomSummary, frame: MemberFrame, me: number): RoomSummary {
  const role = frame.user.id === me ? frame.role : summary.role;
  return { ...summary, rev: Math.max(summary.rev, frame.rev), member_count: frame.member_count, role };
}
