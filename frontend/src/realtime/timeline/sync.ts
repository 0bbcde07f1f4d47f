import { askedToWait } from "@/lib/http/retry";
import type { OwnSync, RoomSync, SyncAnswer, SyncRequest } from "@/lib/protocol/types";
import { backoff } from "@/realtime/connection/backoff";
import { CatchUp } from "./syncProgress";

export type SyncOptions = {
  epoch: () => string;
  /** The rooms that miss something, with the rev they have. */
  behind: () => ReadonlyMap<number, number>;
  ask: (request: SyncRequest, signal: AbortSignal) => Promise<SyncAnswer>;
  /** The own rev to ask with, where something of what is mine alone is missing. */
  ownBehind: () => number | null;
  /** An answer about that; it may come in parts. */
  takeOwn: (answer: OwnSync) => void;
  /** The whole answer for one room, asked for with the rev `base`. */
  take: (room: number, base: number, answer: RoomSync) => void;
  onOtherEpoch: () => void;
};

const MOST_ROOMS = 500;
/** A change that overtook another on its way is usually followed by it at once. And nobody asks in the same instant. */
const PATIENCE = 100;
/**
 * The browser may ask over a connection that the network has forgotten, and only giving up makes it take another one. It keeps up to
 * six, so the first six waits are short; whoever is still not answered has a slow server or network.
 */
const SHORT_WAITS = 6;
const SHORT_WAIT = 3000;
const LONG_WAIT = 30_000;

type Begun = { epoch: string; rooms: ReadonlyMap<number, number>; catchUp: CatchUp };

/** Asks for what was missed, one request at a time, until nothing is missing. */
export class Sync {
  private readonly options: SyncOptions;
  private running = false;
  private stopped = false;
  private attempt = 0;
  /** Rooms that were being caught up with when an answer did not come. */
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

  /** After `hello`: the way is open again, and what was asked before it may never be answered. */
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
      this.runIn(this.isResumed ? PATIENCE * Math.random() : (askedToWait(error) ?? 1000) + backoff(this.attempt++));
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
    await this.finish({ epoch: this.options.epoch(), rooms, catchUp: new CatchUp(rooms) });
    this.expectProgress(rooms, own);
  }

  /** What has come is kept where no answer does: a room may take many, and a slow network must not begin it again each time. */
  private async finish(begun: Begun) {
    const { rooms, catchUp } = begun;
    let asksOwn = this.options.ownBehind() !== null;
    while ((catchUp.wanted.size > 0 || asksOwn) && begun.epoch === this.options.epoch()) {
      this.begun = begun;
      const answer = await this.ask(catchUp);
      this.begun = null;
      this.expectEpoch(answer);
      asksOwn = this.takeOwn(answer);
      if (catchUp.wanted.size === 0) continue;
      for (const [room, whole] of catchUp.hear(answer)) this.options.take(room, rooms.get(room) ?? 0, whole);
    }
    this.begun = null;
  }

  /** Whether there is more to ask for. */
  private takeOwn({ me }: SyncAnswer) {
    const before = this.options.ownBehind();
    if (me) this.options.takeOwn(me);
    const after = this.options.ownBehind();
    return after !== null && after !== before;
  }

  private ask({ wanted, isUnderWay }: CatchUp) {
    const { epoch, ask, ownBehind } = this.options;
    const me = ownBehind();
    // Where an answer came, the connection is alive and the next one may just be long.
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

  /** An answer that leaves everything as far behind as before would be asked for again at once, for ever. */
  private expectProgress(rooms: ReadonlyMap<number, number>, own: number | null) {
    const behind = this.options.behind();
    const isStill = [...rooms].every(([room, rev]) => behind.get(room) === rev);
    const isOwnStill = own === null || this.options.ownBehind() === own;
    if (isStill && isOwnStill) throw new Error("sync makes no progress");
  }
}
