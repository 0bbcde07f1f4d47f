import type { Member, Message, MessagePage, RoomFrame, RoomSync, ThreadPage, User } from "@/lib/protocol/types";
import type { Change } from "@/realtime/timeline/types";

export const ROOM = 12;
export const ME = 1;
const SYNC_LIMIT = 40;
const PAGE = 8;

export const user = (id: number): User => ({
  id,
  username: `u${id}`,
  display_name: `U${id}`,
  avatar: null,
  status: null,
});

export function message(seq: number, change: Partial<Message> = {}): Message {
  return {
    id: 1000 + seq,
    room: ROOM,
    seq,
    rev: seq,
    nonce: `nonce-${seq}`,
    author: user(7),
    text: `text ${seq}`,
    reply_to: null,
    thread: null,
    replies: null,
    mentions: [],
    mentions_here: false,
    reactions: [],
    created_at: "2026-11-20T09:12:00Z",
    edited_at: null,
    deleted_at: null,
    deleted_by: null,
    pinned_at: null,
    pinned_by: null,
    files: [],
    ...change,
  };
}

export const renamed: RoomFrame = {
  type: "room",
  room: ROOM,
  rev: 0,
  kind: "public",
  name: "Embers",
  topic: "",
  picture: null,
  created_at: "2026-11-20T08:00:00Z",
  archived_at: null,
  posting: "everybody",
  slow_seconds: 0,
  successor: null,
};

/** The server's side of one room, by the book: every change takes the next rev. */
export class FakeRoom {
  rev = 0;
  messages: Message[] = [];
  members: Member[] = [];

  post(author: number, nonce: string): Change {
    const seq = this.messages.length + 1;
    return this.store(message(seq, { author: user(author), nonce, rev: ++this.rev }));
  }

  /** Two changes: the reply, and its root, which tells how many there are. */
  reply(author: number, nonce: string, rootSeq: number): Change[] {
    const seq = this.messages.length + 1;
    const root = this.at(rootSeq);
    const reply = this.store(message(seq, { author: user(author), nonce, rev: ++this.rev, thread: root.id }));
    const replies = { count: (root.replies?.count ?? 0) + 1, last_at: "2026-11-20T09:15:00Z", users: [author] };
    return [reply, this.store({ ...root, replies, rev: ++this.rev })];
  }

  thread(root: number, before = Number.POSITIVE_INFINITY): ThreadPage {
    const replies = this.inThread(root).filter(({ seq }) => seq < before);
    const found = this.messages.find(({ id }) => id === root) as Message;
    return { root: found, messages: replies.slice(-PAGE), has_before: replies.length > PAGE, has_after: false };
  }

  inThread(root: number) {
    return this.messages.filter(({ thread }) => thread === root);
  }

  stored(author: number, nonce: string) {
    return this.messages.find((each) => each.author.id === author && each.nonce === nonce);
  }

  edit(seq: number): Change {
    return this.store({ ...this.at(seq), text: `edited at ${this.rev}`, rev: ++this.rev });
  }

  remove(seq: number): Change {
    return this.store({ ...this.at(seq), text: "", deleted_at: "2026-11-20T10:00:00Z", rev: ++this.rev });
  }

  rename(): Change {
    const rev = ++this.rev;
    return { ...renamed, rev, name: `n${rev}` };
  }

  join(id: number): Change {
    const member: Member = { user: user(id), role: "member", joined_at: "", rev: ++this.rev, last_read_seq: null };
    this.members.push(member);
    return { type: "member", room: ROOM, member_count: this.members.length, ...member };
  }

  page(cursor: { before?: number; after?: number; around?: number }): MessagePage {
    const last = this.messages.length;
    const [low, high] = this.range(cursor, last);
    return { messages: this.messages.slice(low - 1, high), has_before: low > 1, has_after: high < last };
  }

  sync(base: number): Exclude<RoomSync, { gone: true }> {
    if (this.rev - base > SYNC_LIMIT) {
      const { messages } = this.page({});
      return { head: this.rev, reset: true, messages, members: [], complete: true };
    }
    const messages = this.messages.filter((each) => each.rev > base).sort((a, b) => a.rev - b.rev);
    return { head: this.rev, messages, members: [], complete: true };
  }

  private range({ before, after, around }: { before?: number; after?: number; around?: number }, last: number) {
    if (before !== undefined) return [Math.max(1, before - PAGE), before - 1] as const;
    if (after !== undefined) return [after + 1, Math.min(last, after + PAGE)] as const;
    const end = around === undefined ? last : Math.min(last, around + PAGE / 2);
    return [Math.max(1, end - PAGE + 1), end] as const;
  }

  private at(seq: number) {
    return this.messages[seq - 1] as Message;
  }

  private store(next: Message): Change {
    this.messages = [...this.messages];
    this.messages[next.seq - 1] = next;
    return { type: "message", room: ROOM, rev: next.rev, message: next };
  }
}
