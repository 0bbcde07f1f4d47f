import { retryDelayOf } from "@/lib/http/retry";
import type { OwnSync, RoomSync, SyncAnswer, SyncRequest } from "@/lib/protocol/types";
import { backoff } from "@/realtime/connection/backoff";
import { SyncProgress } from "./syncProgress";

export type SyncOptions = {
  epoch: () => string;
  /** Rooms that miss changes, with their applied rev. */
  behind: () => ReadonlyMap<number, number>;
  ask: (request: SyncRequest, signal: AbortSignal) => Promise<SyncAnswer>;
  /** The own rev to sync from, where own changes are missing; else null. */
  ownBehind: () => number | null;
  /** A part of the answer about own changes. */
  takeOwn: (answer: OwnSync) => void;
  /** The complete answer for one room. `base`: the rev of the request. */
  take: (room: number, base: number, answer: RoomSync) => void;
  onOtherEpoch: () => void;
};

const MOST_ROOMS = 500;
/** Milliseconds. An overtaken change usually follows at once. Jitter keeps clients from syncing at the same moment. */
const PATIENCE = 100;
/**
 * The browser may use a connection that the network dropped, and only an abort makes it take another. It keeps up to
 * six, so the first six waits are short; without an answer after those, the server or the network is slow.
 */
const SHORT_WAITS = 6;
const SHORT_WAIT = 3000;
const LONG_WAIT = 30_000;

type Begun = { epoch: string; rooms: ReadonlyMap<number, number>; progress: SyncProgress };

/** Requests missing changes, one request at a time, until none are missing. */
export class Sync {
  private readonly options: SyncOptions;
  private running = false;
  private stopped = false;
  private attempt = 0;
  /** The sync that was interrupted by a failed request. */
  private begun: Begun | null = null;
  private timer: number | undefined;
  private asking: AbortController | null = null;
  private isResumed = false;

  constructor(options: SyncOptions) {
    this.options = options;
  }

  soon() {
    if (!this.running && this.timer === undefined) this.runIn(PATIENCE * (0.5 + Math.random()));
  }

  /** After `hello`: requests from before it may never be answered. */
  resume() {
    this.attempt = 0;
    if (!this.running) return this.runIn(PATIENCE * Math.random());
    this.isResumed = true;
    this.asking?.abort();
  }

  stop() {
    this.stopped = true;
    this.asking?.abort();
    clearTimeout(this.timer);
  }

  private runIn(milliseconds: number) {
    clearTimeout(this.timer);
    if (this.stopped) return;
    this.timer = window.setTimeout(() => void this.run(), milliseconds);
  }

  private async run() {
    this.timer = undefined;
    this.running = true;
    try {
      if (this.begun) await this.finish(this.begun);
      while (this.isBehind()) await this.close(this.next());
      this.attempt = 0;
    } catch (error) {
      this.runIn(this.isResumed ? PATIENCE * Math.random() : (retryDelayOf(error) ?? 1000) + backoff(this.attempt++));
    } finally {
      this.running = false;
      this.isResumed = false;
    }
  }

  private isBehind() {
    return this.next().size > 0 || this.options.ownBehind() !== null;
  }

  private next() {
    return new Map([...this.options.behind()].slice(0, MOST_ROOMS));
  }

  private async close(rooms: ReadonlyMap<number, number>) {
    const own = this.options.ownBehind();
    await this.finish({ epoch: this.options.epoch(), rooms, progress: new SyncProgress(rooms) });
    this.expectProgress(rooms, own);
  }

  /**
   * Keeps the received parts over a failed request: a room may take many answers, and a slow network must not start
   * over.
   */
  private async finish(begun: Begun) {
    const { rooms, progress } = begun;
    let asksOwn = this.options.ownBehind() !== null;
    while ((progress.wanted.size > 0 || asksOwn) && begun.epoch === this.options.epoch()) {
      this.begun = begun;
      const answer = await this.ask(progress);
      this.begun = null;
      this.expectEpoch(answer);
      asksOwn = this.takeOwn(answer);
      if (progress.wanted.size === 0) continue;
      for (const [room, whole] of progress.take(answer)) this.options.take(room, rooms.get(room) ?? 0, whole);
    }
    this.begun = null;
  }

  /** Returns whether there is more to request. */
  private takeOwn({ me }: SyncAnswer) {
    const before = this.options.ownBehind();
    if (me) this.options.takeOwn(me);
    const after = this.options.ownBehind();
    return after !== null && after !== before;
  }

  private ask({ wanted, isUnderWay }: SyncProgress) {
    const { epoch, ask, ownBehind } = this.options;
    const me = ownBehind();
    // After an answer the connection works, and the next answer may only be long.
    const patience = this.attempt < SHORT_WAITS && !isUnderWay ? SHORT_WAIT : LONG_WAIT;
    const request = { epoch: epoch(), rooms: Object.fromEntries(wanted), ...(me !== null && { me }) };
    this.asking = new AbortController();
    return ask(request, AbortSignal.any([this.asking.signal, AbortSignal.timeout(patience)]));
  }

  private expectEpoch({ epoch }: SyncAnswer) {
    if (epoch === this.options.epoch()) return;
    this.options.onOtherEpoch();
    throw new Error("another epoch");
  }

  /** An answer without progress would be requested again at once, for ever. */
  private expectProgress(rooms: ReadonlyMap<number, number>, own: number | null) {
    const behind = this.options.behind();
    const isStill = [...rooms].every(([room, rev]) => behind.get(room) === rev);
    const isOwnStill = own === null || this.options.ownBehind() === own;
    if (isStill && isOwnStill) throw new Error("sync makes no progress");
  }
}
