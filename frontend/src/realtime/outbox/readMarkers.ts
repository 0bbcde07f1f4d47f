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

/** Sends my read markers at most once a second, and unsent ones again on the next connection. */
export class ReadMarkers {
  private readonly options: ReadMarkersOptions;
  private readonly unsent = new Map<number, number>();
  private readonly failed = new Map<number, number>();
  /** Sent, without an answer. */
  private readonly underWay = new Map<number, number>();
  private readonly answers = new Map<number, Promise<void>>();
  private timer: number | undefined;

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
    for (const [room, seq] of seqs) {
      this.underWay.set(room, seq);
      this.options.show(room, seq);
    }
    await this.settle(seqs, this.options.sendMany(seqs));
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
    for (const [room, seq] of this.unsent) this.options.show(room, seq);
    this.sendAll();
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private sendAll = () => {
    this.stop();
    if (this.unsent.size === 0) return;
    for (const [room, seq] of this.unsent) this.send(room, seq);
    this.unsent.clear();
    this.timer = window.setTimeout(this.sendAll, AT_MOST_EVERY);
  };

  private send(room: number, seq: number) {
    this.underWay.set(room, seq);
    this.answers.set(room, this.settle(new Map([[room, seq]]), this.options.send(room, seq)));
  }

  private async settle(seqs: ReadonlyMap<number, number>, answer: Promise<unknown>) {
    try {
      await answer;
    } catch {
      for (const [room, seq] of seqs) this.failed.set(room, seq);
    }
    for (const [room, seq] of seqs) if (this.underWay.get(room) === seq) this.underWay.delete(room);
  }
}
