import { placeOf } from "./typing";

const AT_MOST_EVERY = 3000;

/** Sends that I am typing, every three seconds while I do, and again on a new connection. */
export class TypingSender {
  private readonly tell: (room: number, thread: number | null) => void;
  private now: { room: number; thread: number | null; wroteAt: number; toldAt: number } | null = null;

  constructor(tell: (room: number, thread: number | null) => void) {
    this.tell = tell;
  }

  write(room: number, thread: number | null) {
    const same = this.now && placeOf(this.now.room, this.now.thread) === placeOf(room, thread);
    const toldAt = same && this.now ? this.now.toldAt : Number.NEGATIVE_INFINITY;
    this.now = { room, thread, toldAt, wroteAt: performance.now() };
    if (this.now.wroteAt - toldAt >= AT_MOST_EVERY) this.tellNow();
  }

  /** After `hello`. */
  resume() {
    if (this.now && performance.now() - this.now.wroteAt < AT_MOST_EVERY) this.tellNow();
  }

  /** My message was sent. */
  rest() {
    if (this.now) this.now.wroteAt = Number.NEGATIVE_INFINITY;
  }

  private tellNow() {
    if (!this.now) return;
    this.now.toldAt = performance.now();
    this.tell(this.now.room, this.now.thread);
  }
}
