import type { MemberFrame, Message, RoomFrame, RoomSummary } from "@/lib/wire";

export type Reader = { me: number; watched: boolean };

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
  return { ...summary, rev, last_seq, last_message_at, unread: summary.unread + (counts ? 1 : 0) };
}

export function withRead(summary: RoomSummary, seq: number): RoomSummary {
  if (seq <= summary.last_read_seq) return summary;
  return { ...summary, last_read_seq: seq, unread: Math.max(0, Math.min(summary.unread, summary.last_seq - seq)) };
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
