import { describe, expect, it } from "vitest";
import { cut, firstSeq, lastSeq, messageAt } from "@/realtime/timeline/loadedRange";
import * as loading from "@/realtime/timeline/pageLoad";
import * as pending from "@/realtime/timeline/pending";
import * as threads from "@/realtime/timeline/thread";
import * as t from "@/realtime/timeline/timeline";
import type { Change, Load, Received, Timeline } from "@/realtime/timeline/types";
import { FakeRoom, ME, ROOM } from "../../helpers/fakeRoom";
import { type Random, seeded } from "../../helpers/random";

/** One client of one room behind a network that loses, repeats and reorders, with requests that take their time. */
class Client {
  room = new FakeRoom();
  timeline = t.newTimeline(ROOM, ME, 0);
  underWay: (() => void)[] = [];
  onSocket = new Set<() => void>();
  syncing = false;
  loads = 0;
  sent = 0;
  seen = { loads: 0, syncs: 0, resets: 0, overtakings: 0, restores: 0, threads: 0, threadResets: 0 };

  private random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  step() {
    this.random.pick(this.moves)();
    expectSound(this.timeline, this.room);
  }

  settle() {
    this.openThread();
    for (let guard = 0; guard < 500 && !this.isSettled(); guard++) {
      this.arriveFirst();
      if (t.needsSync(this.timeline)) this.sync();
      if (!this.timeline.load) this.loadMore();
      this.loadThread();
      if (this.underWay.length === 0) for (const each of this.timeline.pending) this.send(each.nonce, this.room);
      this.timeline = t.noteHead(this.timeline, this.room.rev);
      expectSound(this.timeline, this.room);
    }
    expect(this.isSettled()).toBe(true);
  }

  private moves = [
    () => this.serve(this.room.post(7, `other-${this.room.rev}`)),
    () => this.serve(this.room.post(7, `other-${this.room.rev}`)),
    () => this.onSome((seq) => this.room.edit(seq)),
    () => this.onSome((seq) => this.room.remove(seq)),
    () => this.serve(this.random.chance(0.5) ? this.room.rename() : this.room.join(this.room.rev + 100)),
    () => this.write(),
    () => this.sendFirst(),
    () => this.arriveAny(),
    () => this.arriveAny(),
    () => this.arriveFirst(),
    () => this.arriveFirst(),
    () => this.arriveFirst(),
    () => this.load(),
    () => this.replyToSome(),
    () => this.replyToSome(),
    () => this.random.chance(this.timeline.thread ? 0.05 : 0.5) && this.openThread(),
    () => this.loadThread(),
    () => t.needsSync(this.timeline) && this.sync(),
    () => this.random.chance(0.3) && this.heartbeat(),
    () => this.random.chance(0.2) && this.farAway(),
    () => this.random.chance(0.1) && this.restore(),
    () => this.random.chance(0.1) && this.cut(),
    () => this.random.chance(0.1) && this.reconnect(),
  ];

  private serve(change: Change) {
    if (this.random.chance(0.15)) return;
    const deliver = () => this.take(t.receive(this.timeline, change));
    this.onSocket.add(deliver);
    this.underWay.push(deliver);
    if (this.random.chance(0.15)) this.underWay.push(deliver);
  }

  private take({ timeline, applied }: Received) {
    const revs = applied.map((each) => each.rev);
    expect(revs).toEqual(revs.toSorted((a, b) => a - b));
    if (timeline.ahead.length > 0) this.seen.overtakings++;
    this.timeline = timeline;
  }

  private onSome(change: (seq: number) => Change) {
    if (this.room.messages.length > 0) this.serve(change(1 + this.random.below(this.room.messages.length)));
  }

  private replyToSome() {
    const roots = this.room.messages.filter(({ thread }) => thread === null);
    if (roots.length === 0) return;
    const open = roots.find(({ id }) => id === this.timeline.thread?.id);
    const root = open && this.random.chance(0.7) ? open : this.random.pick(roots);
    for (const change of this.room.reply(7, `reply-${this.room.rev}`, root.seq)) this.serve(change);
  }

  private openThread() {
    const roots = this.room.messages.filter(({ thread }) => thread === null);
    if (roots.length > 0) this.timeline = threads.openThread(this.timeline, this.random.pick(roots).id);
  }

  private loadThread() {
    const { thread } = this.timeline;
    if (!thread || thread.load || (thread.isLoaded && !thread.hasBefore)) return;
    const { room } = this;
    const id = ++this.loads;
    this.seen.threads++;
    this.timeline = threads.startThreadLoad(this.timeline, id);
    if (this.random.chance(0.1)) return this.later(() => threads.failThreadLoad(this.timeline, id, "network"));
    // Ahead of what is under way: else few pages arrive before the thread is left again.
    this.underWay.unshift(() => {
      const page = room.thread(thread.id, thread.replies[0]?.seq);
      this.underWay.unshift(() => {
        this.timeline = threads.finishThreadLoad(this.timeline, id, page);
      });
    });
  }

  /** Some are told twice, late: another tab's news of a message that is stored by now. */
  private write() {
    const old = this.sent > 0 && this.random.chance(0.2);
    const nonce = `mine-${old ? 1 + this.random.below(this.sent) : ++this.sent}`;
    this.timeline = pending.showPending(this.timeline, {
      nonce,
      text: nonce,
      replyTo: null,
      thread: null,
      queuedAt: this.sent,
      status: "waiting",
    });
  }

  private sendFirst() {
    const first = this.timeline.pending.find((each) => each.status === "waiting");
    if (first) this.send(first.nonce, this.room);
  }

  private send(nonce: string, room: FakeRoom) {
    if (!room.stored(ME, nonce)) this.serve(room.post(ME, nonce));
    const stored = room.stored(ME, nonce);
    if (!stored || this.random.chance(0.2)) return;
    this.underWay.push(() => {
      if (this.room === room) this.take(t.acknowledge(this.timeline, stored));
    });
  }

  private load() {
    if (this.timeline.load) return;
    const { loaded } = this.timeline;
    const kinds = loaded ? (["before", "after", "around", "newest"] as const) : (["newest", "around"] as const);
    this.ask(this.random.pick(kinds));
  }

  private loadMore() {
    const { loaded } = this.timeline;
    if (!loaded) this.ask("newest");
    else if (loaded.hasAfter) this.ask("after");
    else if (loaded.hasBefore) this.ask("before");
  }

  private ask(kind: Load["kind"]) {
    const { loaded } = this.timeline;
    const id = ++this.loads;
    this.seen.loads++;
    this.timeline = loading.startLoad(this.timeline, id, kind);
    if (this.random.chance(0.1)) return this.later(() => loading.failLoad(this.timeline, id, "network"));
    const before = kind === "before" && loaded ? firstSeq(loaded) : undefined;
    const after = kind === "after" && loaded ? lastSeq(loaded) : undefined;
    const around = kind === "around" ? 1 + this.random.below(this.room.messages.length + 1) : undefined;
    const answer = () => {
      const page = this.room.page({ before, after, around });
      this.later(() => loading.finishLoad(this.timeline, id, page));
    };
    this.underWay.push(answer);
  }

  private later(change: () => Timeline) {
    this.underWay.push(() => {
      this.timeline = change();
    });
  }

  private sync() {
    if (this.syncing) return;
    this.syncing = true;
    this.seen.syncs++;
    const base = this.timeline.have;
    const { room } = this;
    this.underWay.push(() => {
      const answer = room.sync(base);
      if (answer.reset) this.seen.resets++;
      if (answer.reset && this.timeline.thread?.isLoaded) this.seen.threadResets++;
      this.underWay.push(() => {
        this.syncing = false;
        if (this.room === room) this.take(t.applySync(this.timeline, base, answer));
      });
    });
  }

  private heartbeat() {
    const { rev } = this.room;
    this.later(() => t.noteHead(this.timeline, rev));
  }

  /** Many changes that nobody told this client about: more than sync gives out. */
  private farAway() {
    for (let i = 0; i < 60; i++) this.room.post(9, `far-${this.room.rev}`);
    const open = this.room.messages.find(({ id }) => id === this.timeline.thread?.id);
    if (open) this.room.reply(9, `far-${this.room.rev}`, open.seq);
  }

  /** What was on the old socket may be lost; requests go on by themselves. */
  private reconnect() {
    this.underWay = this.underWay.filter((each) => !this.onSocket.has(each) || this.random.chance(0.5));
    this.timeline = t.applyHello(this.timeline, this.room.rev);
  }

  /** Another epoch: the server tells in `hello`, and what was under way is gone with the old socket. */
  private restore() {
    this.seen.restores++;
    this.room = new FakeRoom();
    for (let i = this.random.below(20); i > 0; i--) this.room.post(7, `restored-${i}`);
    this.underWay = [];
    this.syncing = false;
    this.timeline = threads.closeThread(t.reset(this.timeline, this.room.rev));
  }

  private cut() {
    const { loaded } = this.timeline;
    if (loaded) this.timeline = { ...this.timeline, loaded: cut(loaded, this.random.pick(["start", "end"]), 10) };
  }

  private arriveFirst() {
    this.underWay.shift()?.();
  }

  private arriveAny() {
    if (this.underWay.length > 0) this.underWay.splice(this.random.below(this.underWay.length), 1)[0]?.();
  }

  private isSettled() {
    const { loaded, load, pending, thread } = this.timeline;
    if (thread && (!thread.isLoaded || thread.hasBefore || thread.load)) return false;
    const whole = loaded !== null && !loaded.hasBefore && !loaded.hasAfter && load === null;
    return whole && this.underWay.length === 0 && !t.needsSync(this.timeline) && pending.length === 0;
  }
}

function expectSound(timeline: Timeline, room: FakeRoom) {
  const messages = timeline.loaded?.messages ?? [];
  const first = messages[0]?.seq ?? 1;
  expect(messages.map((each) => each.seq)).toEqual(messages.map((_, index) => first + index));
  const keys = [...messages.map((each) => `${each.author.id}:${each.nonce}`)];
  for (const each of pending.shownPending(timeline)) keys.push(`${ME}:${each.nonce}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(timeline.have).toBeLessThanOrEqual(room.rev);
  expectWhatHaveSays(timeline, room);
  expectThreadSays(timeline, room);
}

/** The thread that is open: in order, nothing twice, and whatever `have` promises. */
function expectThreadSays({ thread, have }: Timeline, room: FakeRoom) {
  if (!thread?.isLoaded) return;
  const seqs = thread.replies.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
  const known = new Map([...thread.replies, ...(thread.root ? [thread.root] : [])].map((each) => [each.id, each]));
  const from = thread.hasBefore ? (seqs[0] ?? 0) : 0;
  const root = room.messages.filter(({ id }) => id === thread.id);
  const replies = room.inThread(thread.id).filter(({ seq }) => seq >= from);
  for (const each of [...root, ...replies]) if (each.rev <= have) expect(known.get(each.id)).toEqual(each);
}

/** `have` is a promise: whatever the server last changed at or before that rev is shown in that state. */
function expectWhatHaveSays({ loaded, have }: Timeline, room: FakeRoom) {
  if (!loaded) return;
  const promised = room.messages.filter((each) => each.rev <= have && each.seq >= firstSeq(loaded));
  const end = loaded.hasAfter ? lastSeq(loaded) : Number.POSITIVE_INFINITY;
  for (const each of promised) if (each.seq <= end) expect(messageAt(loaded, each.seq)).toEqual(each);
}

const SEEDS = Array.from({ length: 120 }, (_, index) => index + 1);

describe("any sequence of frames, pages, syncs and sends", () => {
  it.each(SEEDS)("ends with the server's view and never shows a message twice or out of order (%i)", (seed) => {
    const client = new Client(seeded(seed));
    for (let i = 0; i < 250; i++) client.step();
    client.settle();
    expect(client.timeline.loaded?.messages).toEqual(client.room.messages);
    expect(client.timeline.have).toBe(client.room.rev);
    const { thread } = client.timeline;
    if (thread) expect(thread.replies).toEqual(client.room.inThread(thread.id));
  });

  it("meets every hard case", () => {
    const seen = SEEDS.map((seed) => {
      const client = new Client(seeded(seed));
      for (let i = 0; i < 250; i++) client.step();
      return client.seen;
    });
    for (const kind of ["loads", "syncs", "resets", "overtakings", "restores", "threads", "threadResets"] as const) {
      expect(seen.reduce((sum, each) => sum + each[kind], 0)).toBeGreaterThan(50);
    }
  });
});
