import type { MemberFrame, Message, RoomFrame, RoomSummary } from "@/lib/protocol/types";
import { isLaterMarker } from "./mergeMember";

export type Reader = { me: number; isVisible: boolean };

/** Whether a message mentions this person, by name or with everybody. */
export const mentionsUser = ({ mentions, mentions_here }: Message, user: number) =>
  mentions_here || mentions.includes(user);

/** Updates the counters by a message. Mine, deleted ones and those in view are not unread. */
export function withMessage(summary: RoomSummary, message: Message, { me, isVisible }: Reader): RoomSummary {
  const rev = Math.max(summary.rev, message.rev);
  const mayCount = message.author.id !== me && message.seq > summary.last_read_seq;
  if (message.seq <= summary.last_seq) {
    const unread = mayCount && message.deleted_at ? Math.max(0, summary.unread - 1) : summary.unread;
    return { ...summary, rev, unread };
  }
  const counts = mayCount && !message.deleted_at && !isVisible;
  const { seq: last_seq, created_at: last_message_at } = message;
  const unread = summary.unread + (counts ? 1 : 0);
  const mentions = summary.mentions + (counts && mentionsUser(message, me) ? 1 : 0);
  return { ...summary, rev, last_seq, last_message_at, unread, mentions };
}

/**
 * An edit or deletion of an unread message may add or remove a mention of me, and its earlier text is not always known.
 */
export function mayMiscount(summary: RoomSummary, message: Message, { me }: Reader) {
  const { author, seq, deleted_at, edited_at } = message;
  if (author.id === me || seq <= summary.last_read_seq || seq > summary.last_seq) return false;
  return summary.mentions > 0
    ? deleted_at !== null || edited_at !== null
    : edited_at !== null && mentionsUser(message, me);
}

/** Moves my read marker forward, as this device knows it. */
export function withRead(summary: RoomSummary, seq: number): RoomSummary {
  return seq <= summary.last_read_seq ? summary : markedAt(summary, seq);
}

function markedAt(summary: RoomSummary, seq: number): RoomSummary {
  const left = Math.max(0, summary.last_seq - seq);
  const unread = Math.min(summary.unread, left);
  return { ...summary, last_read_seq: seq, unread, mentions: Math.min(summary.mentions, unread) };
}

/**
 * My read marker as the server sent it. Where it does not end at the last message, only the server knows how much is
 * unread.
 */
export function withMarker(summary: RoomSummary, { seq, rev }: { seq: number; rev?: number | undefined }): RoomSummary {
  if (!isLaterMarker(summary, { last_read_seq: seq, read_rev: rev })) return summary;
  return { ...markedAt(summary, seq), read_rev: rev ?? summary.read_rev };
}

/**
 * Merges two states of one room: shared fields by the room's rev, my preferences by my own rev, my read marker by its
 * rev. The previous server version sends neither of the last two: then the later message wins.
 */
export function mergeSummary(known: RoomSummary | undefined, told: RoomSummary): RoomSummary {
  if (!known) return told;
  const shared = told.rev >= known.rev ? told : known;
  const mine = isOlder(told.mine_rev, known.mine_rev) ? known : told;
  const marker = isOlder(told.read_rev, known.read_rev) ? known : told;
  const { notify, muted, favourite, section, added_by, mine_rev } = mine;
  const merged = { ...shared, notify, muted, favourite, section, added_by, mine_rev };
  if (marker.last_read_seq === shared.last_read_seq) return { ...merged, read_rev: marker.read_rev };
  return { ...markedAt(merged, marker.last_read_seq), read_rev: marker.read_rev };
}

/** Whether the unread count was combined from two states, so that the server may count differently. */
export function isGuess(known: RoomSummary | undefined, told: RoomSummary) {
  if (!known || known.last_read_seq === told.last_read_seq) return false;
  return told.rev >= known.rev && isOlder(told.read_rev, known.read_rev);
}

const isOlder = (told: number | null | undefined, known: number | null | undefined) =>
  (told ?? Infinity) < (known ?? 0);

export function withRoom(summary: RoomSummary, frame: RoomFrame): RoomSummary {
  const {
    rev,
    kind,
    name,
    topic,
    picture = summary.picture,
    archived_at,
    posting,
    slow_seconds,
    successor = null,
  } = frame;
  const changed = { kind, name, topic, picture, archived_at, posting, slow_seconds, successor };
  return { ...summary, ...changed, rev: Math.max(summary.rev, rev) };
}

export function withMember(summary: RoomSummary, frame: MemberFrame, me: number): RoomSummary {
  const role = frame.user.id === me ? frame.role : summary.role;
  return { ...summary, rev: Math.max(summary.rev, frame.rev), member_count: frame.member_count, role };
}
