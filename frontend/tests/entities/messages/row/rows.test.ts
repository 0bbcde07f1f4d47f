import { afterEach, describe, expect, it } from "vitest";
import { rowsOf } from "@/entities/messages/row/rows";
import type { Message } from "@/lib/protocol/types";
import { keepClockDifference } from "@/lib/session/serverTime";
import type { Pending } from "@/realtime/timeline/types";
import { ME, message, user } from "../../../helpers/fakeRoom";

const at = (minute: number, day = 20) => new Date(2026, 10, day, 9, minute).toISOString();
const rows = (messages: Message[], change: Partial<Parameters<typeof rowsOf>[0]> = {}) =>
  rowsOf({ room: 1, messages, hasBefore: false, pending: [], me: ME, unreadAfter: null, ...change });
const pending = (nonce: string): Pending => ({
  nonce,
  text: "hi",
  replyTo: null,
  thread: null,
  queuedAt: new Date(at(3)).getTime(),
  status: "waiting",
});

describe("groups", () => {
  it("hold one author's messages of five minutes", () => {
    const list = [at(0), at(4), at(9), at(10)].map((created_at, index) => message(index + 1, { created_at }));
    expect(rows(list).map((each) => each.opensGroup)).toEqual([true, false, true, false]);
  });

  it("end with another author, a new day and the first unread message", () => {
    const list = [
      message(1, { created_at: at(0) }),
      message(2, { created_at: at(1), author: user(8) }),
      message(3, { created_at: at(2), author: user(8) }),
      message(4, { created_at: at(2, 21), author: user(8) }),
    ];
    const made = rows(list, { unreadAfter: 2 });
    expect(made.map((each) => each.opensGroup)).toEqual([true, true, true, true]);
    expect(made.map((each) => each.opensDay)).toEqual([true, false, false, true]);
  });
});

describe("a reply", () => {
  it("begins a group, and what follows it continues that group", () => {
    const list = [
      message(1, { created_at: at(0) }),
      message(2, { created_at: at(1), reply_to: 900 }),
      message(3, { created_at: at(2) }),
    ];
    const made = rows(list, { pending: [{ ...pending("n"), replyTo: 901 }] });
    expect(made.map((each) => each.opensGroup)).toEqual([true, true, false, true]);
    expect(made.map((each) => each.replyTo)).toEqual([null, 900, null, 901]);
  });

  it("that was deleted shows no quote, and is a message like others", () => {
    const list = [
      message(1, { created_at: at(0) }),
      message(2, { created_at: at(1), reply_to: 900, deleted_at: at(2) }),
    ];
    expect(rows(list).map(({ opensGroup, replyTo }) => [opensGroup, replyTo])).toEqual([
      [true, null],
      [false, null],
    ]);
  });
});

describe("the first unread message", () => {
  const list = [
    message(1),
    message(2, { author: user(ME) }),
    message(3, { deleted_at: at(0) }),
    message(4),
    message(5),
  ];
  const firstUnread = (unreadAfter: number | null) =>
    rows(list, { unreadAfter })
      .filter((each) => each.opensUnread)
      .map((each) => each.message?.seq);

  it("is neither mine nor deleted", () => {
    expect(firstUnread(1)).toEqual([4]);
    expect(firstUnread(4)).toEqual([5]);
  });

  it("is none where all is read", () => {
    expect(firstUnread(5)).toEqual([]);
    expect(firstUnread(null)).toEqual([]);
  });
});

describe("rows", () => {
  it("keep their key when the server has stored the message", () => {
    const waiting = rows([], { pending: [pending("n")] })[0];
    const stored = rows([message(1, { author: user(ME), nonce: "n" })])[0];
    expect(waiting?.key).toBe(stored?.key);
  });

  it("do not change when older ones arrive above them", () => {
    const all = Array.from({ length: 8 }, (_, index) => message(index + 1, { created_at: at(index) }));
    const few = rows(all.slice(4), { hasBefore: true });
    expect(rows(all).slice(-few.length)).toEqual(few);
  });
});

describe("what is not stored yet", () => {
  const today = message(1, { created_at: at(5) });
  const yesterday = (nonce: string) => ({ ...pending(nonce), queuedAt: new Date(at(7, 19)).getTime() });
  const shown = (...unsent: Pending[]) =>
    rows([today], { pending: unsent }).map((each) => [each.at.toISOString(), each.opensDay]);

  afterEach(() => keepClockDifference(0));

  it("has the server's time, where this machine's clock is a day slow", () => {
    keepClockDifference(24 * 60 * 60_000);
    expect(shown(yesterday("n"))).toEqual([
      [at(5), true],
      [at(7), false],
    ]);
  });

  it("is not earlier than the message above it, where the difference is not known", () => {
    expect(shown(yesterday("n"), yesterday("m"))).toEqual([
      [at(5), true],
      [at(5), false],
      [at(5), false],
    ]);
  });

  it("keeps the time that the server said, where a moderator decides", () => {
    keepClockDifference(24 * 60 * 60_000);
    const held = { ...pending("n"), queuedAt: new Date(at(8)).getTime(), status: "held", held: {} } as Pending;
    expect(shown(held)[1]).toEqual([at(8), false]);
  });
});

describe("threads", () => {
  const root = message(1);
  const reply = (seq: number) => message(seq, { thread: root.id });

  it("are beside the room and not in it", () => {
    const list = [root, reply(2), message(3)];
    expect(rows(list).map((each) => each.message?.seq)).toEqual([1, 3]);
    expect(rows(list, { inThread: true }).map((each) => each.message?.seq)).toEqual([1, 2, 3]);
  });

  it("tell at their root what is new in them", () => {
    const list = [root, reply(2), reply(3), message(4)];
    const counts = (change: Partial<Parameters<typeof rowsOf>[0]>) =>
      rows(list, change).map((each) => each.unreadReplies);
    expect(counts({ unreadAfter: 1 })).toEqual([2, 0]);
    expect(counts({ unreadAfter: 1, seenReplies: new Map([[root.id, 2]]) })).toEqual([1, 0]);
    expect(rows(list, { unreadAfter: 1 }).map((each) => each.opensUnread)).toEqual([false, true]);
  });
});
