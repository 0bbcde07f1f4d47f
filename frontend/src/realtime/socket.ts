import { SignedOut } from "@/lib/session";
import type { ClientFrame, OkFrame, ServerFrame } from "@/lib/wire";
import { backoff } from "./backoff";
import { Line, type Request } from "./line";
import { SocketError } from "./requests";
import { onWaking } from "./waking";

export type Status = "connecting" | "open" | "waiting" | "offline" | "closed";

export type SocketOptions = {
  url: string;
  /** A token to connect with, another one than `rejected`; throws SignedOut where there is none to be had. */
  token: (rejected?: string) => Promise<string>;
  onStatus: (status: Status) => void;
  onFrame: (frame: ServerFrame) => void;
  /** Signed out by someone with the right to. */
  onRevoked: () => void;
};

const SIGN_IN_AGAIN = 4401;
const SIGNED_OUT = 4403;
const NO_SUCH_ROOM = 4404;
const STEADY_AFTER = 10_000;

/** A connection to the server that comes back by itself until it is stopped or sent away. */
export class Socket {
  private readonly options: SocketOptions;
  private line: Line | null = null;
  private status: Status = "closed";
  private token: string | undefined;
  private rejected: string | undefined;
  private attempt = 0;
  private turn = 0;
  private openedAt = 0;
  private retry: number | undefined;
  private stopWatching: (() => void) | undefined;

  constructor(options: SocketOptions) {
    this.options = options;
  }

  start() {
    addEventListener("online", this.wake);
    addEventListener("offline", this.sleep);
    document.addEventListener("visibilitychange", this.wake);
    this.stopWatching = onWaking(this.wake);
    void this.connect();
  }

  stop() {
    removeEventListener("online", this.wake);
    removeEventListener("offline", this.sleep);
    document.removeEventListener("visibilitychange", this.wake);
    this.stopWatching?.();
    this.end();
  }

  /** Leaves and comes back, for a fresh `hello`. */
  restart() {
    this.letGo();
    void this.connect();
  }

  tell(frame: ClientFrame) {
    this.line?.tell(frame);
  }

  async ask(request: Request): Promise<Partial<OkFrame>> {
    if (!this.line) throw new SocketError("closed");
    return this.line.ask(request);
  }

  private connect = async () => {
    clearTimeout(this.retry);
    const turn = ++this.turn;
    this.setStatus(navigator.onLine ? "connecting" : "offline");
    try {
      const token = await this.options.token(this.rejected);
      if (turn === this.turn) this.open(token);
    } catch (error) {
      if (turn !== this.turn) return;
      if (error instanceof SignedOut) this.end();
      else this.retryIn(backoff(this.attempt++));
    }
  };

  private open(token: string) {
    this.token = token;
    this.openedAt = Number.POSITIVE_INFINITY;
    this.line = new Line({
      url: this.options.url,
      token,
      onFrame: (frame) => this.hear(frame),
      onLost: (code) => this.lost(code),
    });
  }

  private hear(frame: ServerFrame) {
    if (frame.type === "hello") this.greet();
    if (frame.type === "session.expiring") void this.renew();
    this.pass(frame);
  }

  private greet() {
    this.rejected = undefined;
    this.openedAt = Date.now();
    this.setStatus("open");
  }

  /** A frame that nobody can make sense of must not take the connection down: the gap it leaves is found by its rev. */
  private pass(frame: ServerFrame) {
    try {
      this.options.onFrame(frame);
    } catch (error) {
      reportError(error);
    }
  }

  private async renew() {
    try {
      const token = await this.options.token(this.token);
      await this.ask({ type: "session.renew", token });
      this.token = token;
    } catch {
      // The server closes with 4401 then, and that is dealt with as ever.
    }
  }

  private lost(code: number) {
    const firstRefusal = code === SIGN_IN_AGAIN && this.rejected === undefined;
    this.letGo();
    if (Date.now() - this.openedAt > STEADY_AFTER) this.attempt = 0;
    if (code === SIGN_IN_AGAIN) this.rejected = this.token;
    if (code === SIGNED_OUT) this.options.onRevoked();
    if (code === SIGNED_OUT || code === NO_SUCH_ROOM) this.end();
    else if (firstRefusal) void this.connect();
    else this.retryIn(backoff(this.attempt++, code));
  }

  private letGo() {
    this.turn++;
    clearTimeout(this.retry);
    this.line?.close();
    this.line = null;
  }

  private end() {
    this.letGo();
    this.setStatus("closed");
  }

  private retryIn(milliseconds: number) {
    this.setStatus(navigator.onLine ? "waiting" : "offline");
    this.retry = window.setTimeout(this.connect, milliseconds);
  }

  /** Something suggests that a try is worth it now: the network or the machine is back, the person looks or writes. */
  wake = () => {
    if (document.visibilityState === "hidden") return;
    if (this.status === "open") this.line?.probe();
    else if (this.status === "waiting" || (this.status === "offline" && !this.line)) void this.connect();
  };

  private sleep = () => {
    if (this.status === "open") this.line?.probe();
    else if (this.status !== "closed") this.setStatus("offline");
  };

  private setStatus(status: Status) {
    if (status === this.status) return;
    this.status = status;
    this.options.onStatus(status);
  }
}
