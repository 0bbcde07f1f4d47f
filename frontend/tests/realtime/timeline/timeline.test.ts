import { describe, expect, it } from "vitest";
import * as loading from "@/realtime/timeline/pageLoad";
import * as pending from "@/realtime/timeline/pending";
import * as t from "@/realtime/timeline/timeline";
import type { Change, Pending, Timeline } from "@/realtime/timeline/types";
import { ME, message, ROOM, renamed, user } from "../../helpers/fakeRoom";

const frame = (seq: number, change = {}): Change => {
  const whole = message(seq, change);
  return { type: "message", room: ROOM, rev: whole.rev, message: whole };
};

function opened(upTo: number) {
  const messages = Array.from({ length: upTo }, (_, index) => message(index + 1));
  const asked = loading.startLoad(t.newTimeline(ROOM, ME, upTo), 1, "newest");
  return loading.finishLoad(asked, 1, { messages, has_before: false, has_after: false });
}

const mine = (nonce: string, queuedAt = 1): Pending => ({
  nonce,
  text: "hi",
  replyTo: null,
  thread: null,
  queuedAt,
  status: "waiting",
});
const seqs = (timeline: Timeline) => timeline.loaded?.messages.map((each) => each.seq);

describe("the rev rule", () => {
  it("applies the next change, drops a known one and waits for a missing one", () => {
    const start = opened(3);
    expect(seqs(t.receive(start, frame(4)).timeline)).toEqual([1, 2, 3, 4]);
    expect(t.receive(start, frame(3, { text: "stale" })).timeline).toBe(start);
    const gap = t.receive(start, frame(5)).timeline;
    expect(seqs(gap)).toEqual([1, 2, 3]);
    expect(t.needsSync(gap)).toBe(true);
  });

  it("applies what overtook a change as soon as that change comes, in order", () => {
    const gap = t.receive(opened(3), frame(5)).timeline;
    const healed = t.receive(gap, frame(4));
    expect(seqs(healed.timeline)).toEqual([1, 2, 3, 4, 5]);
    expect(healed.applied.map((each) => each.rev)).toEqual([4, 5]);
    expect(t.needsSync(healed.timeline)).toBe(false);
  });

  it("counts the revs of room and member changes", () => {
    const after = t.receive(opened(3), { ...renamed, rev: 4 }).timeline;
    expect(seqs(t.receive(after, frame(4, { rev: 5 })).timeline)).toEqual([1, 2, 3, 4]);
  });
});

describe("my own message", () => {
  const echo = frame(4, { author: user(ME), nonce: "n" });
  const stored = message(4, { author: user(ME), nonce: "n" });

  it.each([
    ["the echo", (start: Timeline) => t.receive(start, echo).timeline],
    ["the answer", (start: Timeline) => t.acknowledge(start, stored).timeline],
    ["both", (start: Timeline) => t.acknowledge(t.receive(start, echo).timeline, stored).timeline],
    ["both the other way", (start: Timeline) => t.receive(t.acknowledge(start, stored).timeline, echo).timeline],
  ])("is replaced by %s", (_, arrive) => {
    const after = arrive(pending.showPending(opened(3), mine("n")));
    expect(seqs(after)).toEqual([1, 2, 3, 4]);
    expect(after.pending).toEqual([]);
  });

  it("stays in view as sent while something before it is missing", () => {
    const after = t.acknowledge(pending.showPending(opened(2), mine("n")), stored).timeline;
    expect(pending.shownPending(after).map((each) => each.status)).toEqual(["sent"]);
    expect(t.receive(after, frame(3)).timeline.pending).toEqual([]);
  });

  it("is not taken for someone else's with the same nonce", () => {
    const after = t.receive(pending.showPending(opened(3), mine("n")), frame(4, { nonce: "n" })).timeline;
    expect(after.pending).toHaveLength(1);
  });

  it("waits in the order it was written, a retry last", () => {
    const two = pending.showPending(pending.showPending(opened(1), mine("b", 2)), mine("a", 1));
    expect(two.pending.map((each) => each.nonce)).toEqual(["a", "b"]);
    expect(pending.showPending(two, mine("a", 3)).pending.map((each) => each.nonce)).toEqual(["b", "a"]);
  });

  it("outlives a server that forgot", () => {
    expect(t.reset(pending.showPending(opened(3), mine("n")), 1).pending).toHaveLength(1);
  });
});

describe("sync", () => {
  it("appends messages in order even where an earlier one was edited last", () => {
    const answer = { head: 9, members: [], complete: true, messages: [message(5, { rev: 8 }), message(4, { rev: 9 })] };
    const { timeline } = t.applySync(opened(3), 3, answer);
    expect(seqs(timeline)).toEqual([1, 2, 3, 4, 5]);
    expect(timeline.have).toBe(9);
  });

  it("replaces everything after a reset", () => {
    const messages = [message(90), message(91)];
    const answer = { head: 91, members: [], complete: true, reset: true as const, messages };
    const { loaded } = t.applySync(opened(3), 3, answer).timeline;
    expect(loaded).toEqual({ messages, hasBefore: true, hasAfter: false });
  });

  it("is not asked for by one head that was read before a change which has overtaken it", () => {
    const raced = t.noteHead(opened(3), 2);
    expect(t.needsSync(raced)).toBe(false);
    const later = t.receive(raced, frame(4)).timeline;
    expect(t.needsSync(t.noteHead(later, 3))).toBe(false);
    expect(t.needsSync(t.noteHead(t.noteHead(raced, 3), 2))).toBe(false);
  });

  it("is not asked for by a hello that was read before the answer to a request of mine", () => {
    const greeted = t.applyHello(opened(3), 2);
    expect(greeted.loaded).not.toBeNull();
    expect(t.needsSync(greeted)).toBe(false);
    expect(t.needsSync(t.noteHead(greeted, 2))).toBe(true);
  });

  it("is asked for when a head falls behind, and forgets when that is true", () => {
    const doubting = t.noteHead(t.noteHead(opened(3), 2), 2);
    expect(t.needsSync(doubting)).toBe(true);
    const answer = { head: 2, members: [], complete: true, messages: [] };
    const forgotten = t.applySync(doubting, 3, answer).timeline;
    expect(forgotten.loaded).toBeNull();
    expect(forgotten.have).toBe(2);
  });
});

describe("a page", () => {
  it("that fails says so and can be asked for again", () => {
    const failed = loading.failLoad(loading.startLoad(opened(3), 2, "before"), 2, "network");
    expect(failed.failure).toEqual({ kind: "before", code: "network" });
    expect(loading.startLoad(failed, 3, "before").failure).toBeNull();
  });

  it("older than a message that came meanwhile does not lose it", () => {
    const asked = loading.startLoad(t.newTimeline(ROOM, ME, 2), 1, "newest");
    const heard = t.receive(asked, frame(3)).timeline;
    const page = { messages: [message(1), message(2)], has_before: false, has_after: false };
    expect(seqs(loading.finishLoad(heard, 1, page))).toEqual([1, 2, 3]);
  });
});
