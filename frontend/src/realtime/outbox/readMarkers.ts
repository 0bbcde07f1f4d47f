import type { RoomSummary } from "@/lib/protocol/types";
import { isKeptUnread } from "@/realtime/cache/openRoom";

export type ReadMarkersOptions = {
  room: (id: number) => RoomSummary | undefined;
  /** Shows the marker before the server confirms it. */
  show: (room: number, seq: number) => void;
  send: (room: number, seq: number) => Promise<unknown>;
  sendMany: (seqs: ReadonlyMap<number, number>) => Promise<unknown>;
};

const AT_MOST_EVERY = 1000;
/** Milliseconds until what failed is sent again while the connection lasts: the first time, and at most. */
const [AGAIN_AFTER, LONGEST_WAIT] = [10_000, 300_000];
/** More markers than these go with one request, which takes so many. */
const [MOST_FRAMES, MOST_AT_ONCE] = [20, 500];

/** Sends my read markers at most once a second, and again what failed: after a while, and on the next connection. */
export class ReadMarkers {
  private readonly options: ReadMarkersOptions;
  private readonly unsent = new Map<number, number>();
  private readonly failed = new Map<number, number>();
  /** Sent, without an answer. */
  private readonly underWay = new Map<number, number>();
  private readonly answers = new Map<number, Promise<void>>();
  private timer: number | undefined;
  private againTimer: number | undefined;
  private againAfter = AGAIN_AFTER;

  constructor(options: ReadMarkersOptions) {
    this.options = options;
  }

  mark(room: number, seq: number) {
    const summary = this.options.room(room);
    if (!summary?.role || seq <= summary.last_read_seq || isKeptUnread(room)) return;
    this.options.show(room, seq);
    this.unsent.set(room, seq);
    if (this.timer === undefined) this.sendAll();
  }

  /** Marks many rooms as read with one request. */
  async markMany(seqs: ReadonlyMap<number, number>) {
    for (const [room, seq] of seqs) this.options.show(room, seq);
    await this.track(seqs, this.options.sendMany(seqs));
  }

  /** Before the room is marked unread: forgets its unsent marker, and waits for one that is under way. */
  async forget(room: number) {
    this.unsent.delete(room);
    this.failed.delete(room);
    await this.answers.get(room);
    this.failed.delete(room);
  }

  /** My read marker of this device, where the server may not have it yet. */
  unconfirmed(room: number): number {
    return Math.max(...[this.unsent, this.underWay, this.failed].map((each) => each.get(room) ?? 0));
  }

  /** After `hello`, whose summaries lack unsent markers. */
  resume() {
    for (const [room, seq] of this.failed) if (!this.unsent.has(room)) this.unsent.set(room, seq);
    this.failed.clear();
    this.stopWaiting();
    this.againAfter = AGAIN_AFTER;
    for (const [room, seq] of this.unsent) this.options.show(room, seq);
    this.sendAll();
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.stopWaiting();
  }

  private sendAll = () => {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.unsent.size === 0) return;
    const seqs = new Map([...this.unsent].slice(0, MOST_AT_ONCE));
    for (const room of seqs.keys()) this.unsent.delete(room);
    if (seqs.size > MOST_FRAMES) void this.track(seqs, this.options.sendMany(seqs));
    else for (const [room, seq] of seqs) void this.track(new Map([[room, seq]]), this.options.send(room, seq));
    this.timer = window.setTimeout(this.sendAll, AT_MOST_EVERY);
  };

  private track(seqs: ReadonlyMap<number, number>, answer: Promise<unknown>) {
    for (const [room, seq] of seqs) this.underWay.set(room, seq);
    const settled = this.settle(seqs, answer);
    for (const room of seqs.keys()) this.answers.set(room, settled);
    return settled;
  }

  private async settle(seqs: ReadonlyMap<number, number>, answer: Promise<unknown>) {
    try {
      await answer;
      this.againAfter = AGAIN_AFTER;
    } catch {
      for (const [room, seq] of seqs) this.failed.set(room, seq);
      this.sendAgainLater();
    }
    for (const [room, seq] of seqs) if (this.underWay.get(room) === seq) this.underWay.delete(room);
  }

  /** A server that is busy refuses a marker on a connection that may last for hours. */
  private sendAgainLater() {
    this.againTimer ??= window.setTimeout(this.sendAgain, this.againAfter);
  }

  private stopWaiting() {
    clearTimeout(this.againTimer);
    this.againTimer = undefined;
  }

  private sendAgain = () => {
    this.againTimer = undefined;
    this.againAfter = Math.min(2 * this.againAfter, LONGEST_WAIT);
    for (const [room, seq] of this.failed) {
      // A room that was left meanwhile has no marker.
      if (this.options.room(room)?.role && !this.unsent.has(room)) this.unsent.set(room, seq);
    }
    this.failed.clear();
    this.sendAll();
  };
}
