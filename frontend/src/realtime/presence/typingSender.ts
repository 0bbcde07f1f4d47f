import { placeOf } from "./typing";

const AT_MOST_EVERY = 3000;

/** Sends that I am typing, every three seconds while I do, and again on a new connection. */
export class TypingSender {
  private readonly send: (room: number, thread: number | null) => void;
  private now: { room: number; thread: number | null; typedAt: number; sentAt: number } | null = null;

  constructor(send: (room: number, thread: number | null) => void) {
    this.send = send;
  }

  write(room: number, thread: number | null) {
    const same = this.now && placeOf(this.now.room, this.now.thread) === placeOf(room, thread);
    const sentAt = same && this.now ? this.now.sentAt : Number.NEGATIVE_INFINITY;
    this.now = { room, thread, sentAt, typedAt: performance.now() };
    if (this.now.typedAt - sentAt >= AT_MOST_EVERY) this.sendNow();
  }

  /** After `hello`. */
  resume() {
    if (this.now && performance.now() - this.now.typedAt < AT_MOST_EVERY) this.sendNow();
  }

  /** My message was sent. */
  rest() {
    if (this.now) this.now.typedAt = Number.NEGATIVE_INFINITY;
  }

  private sendNow() {
    if (!this.now) return;
    this.now.sentAt = performance.now();
    this.send(this.now.room, this.now.thread);
  }
}
