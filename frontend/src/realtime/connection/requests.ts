import type { ErrorCode, OkFrame, ServerFrame } from "@/lib/protocol/types";

/**
 * `closed`: the socket was not open, or closed before the answer. Then it is unknown whether the server carried the
 * request out.
 */
export type SocketFailure = ErrorCode | "closed" | "timeout";

export class SocketError extends Error {
  override name = "SocketError";
  readonly code: SocketFailure;

  constructor(code: SocketFailure) {
    super(code);
    this.code = code;
  }
}

type Answer = Partial<OkFrame>;
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
    if (frame.type === "error") this.fail(frame.ref, frame.code);
  }

  failAll(code: SocketFailure) {
    for (const ref of [...this.waiting.keys()]) this.fail(ref, code);
  }

  private fail(ref: unknown, code: SocketFailure) {
    this.end(ref)?.reject(new SocketError(code));
  }

  private end(ref: unknown) {
    const waiting = this.waiting.get(ref as number);
    this.waiting.delete(ref as number);
    clearTimeout(waiting?.timer);
    return waiting;
  }
}
