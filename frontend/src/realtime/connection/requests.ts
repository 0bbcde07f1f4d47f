import type { ErrorCode, HeldMessage, OkFrame, Refusal, ServerFrame } from "@/lib/protocol/types";

/**
 * `closed`: the socket was not open, or closed before the answer. Then it is unknown whether the server carried the
 * request out.
 */
export type SocketFailure = ErrorCode | "closed" | "timeout";

const refusalOf = ({ note, until, reason }: Refusal): Refusal => ({ note, until, reason });

export class SocketError extends Error {
  override name = "SocketError";
  readonly code: SocketFailure;
  readonly refusal: Refusal;

  constructor(code: SocketFailure, refusal: Refusal = {}) {
    super(code);
    this.code = code;
    this.refusal = refusal;
  }
}

/** `held`: the message waits for a moderator. */
export type Answer = Partial<OkFrame> & { held?: HeldMessage };
type Waiting = { resolve: (answer: Answer) => void; reject: (error: SocketError) => void; timer: number };

/** Requests without an answer on one socket, by `ref`. */
export class Requests {
  private waiting = new Map<number, Waiting>();
  private last = 0;

  start(send: (ref: number) => void, timeout: number): Promise<Answer> {
    const ref = ++this.last;
    return new Promise((resolve, reject) => {
      const timer = window.setTimeout(() => this.fail(ref, "timeout"), timeout);
      this.waiting.set(ref, { resolve, reject, timer });
      send(ref);
    });
  }

  settle(frame: ServerFrame) {
    if (frame.type === "ok" || frame.type === "pong") this.end(frame.ref)?.resolve(frame.type === "ok" ? frame : {});
    if (frame.type === "message.held") this.end(frame.ref)?.resolve({ held: frame });
    if (frame.type === "error") this.fail(frame.ref, frame.code, refusalOf(frame));
  }

  failAll(code: SocketFailure) {
    for (const ref of [...this.waiting.keys()]) this.fail(ref, code);
  }

  private fail(ref: unknown, code: SocketFailure, refusal?: Refusal) {
    this.end(ref)?.reject(new SocketError(code, refusal));
  }

  private end(ref: unknown) {
    const waiting = this.waiting.get(ref as number);
    this.waiting.delete(ref as number);
    clearTimeout(waiting?.timer);
    return waiting;
  }
}
