import type { ClientFrame, OkFrame, ServerFrame } from "@/lib/protocol/types";
import { SignedOut } from "@/lib/session/session";
import { waitAfter } from "./backoff";
import { Line, type Request } from "./connection";
import { SocketError } from "./requests";
import { onWaking } from "./wake";

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
/** So long a connection has to last to count as one that worked. */
const WORKED_AFTER = 1000;
/** After so long failures before it count no more. */
const STEADY_AFTER = 10_000;
/** Of what is lost so soon after the network came back, only the old network is to blame. */
const NETWORK_IS_NEWS_FOR = 10_000;
/** A connection from before the network was away is likely dead, and a new one costs less than waiting for it. */
const PONG_AFTER_NETWORK = 1000;

/** A connection to the server that comes back by itself until it is stopped or sent away. */
export class Socket {
  private readonly options: SocketOptions;
  private line: Line | null = null;
  private status: Status = "closed";
  private token: string | undefined;
  private rejected: string | undefined;
  private failed = 0;
  private turn = 0;
  private openedAt = Number.POSITIVE_INFINITY;
  private networkBackAt = Number.NEGATIVE_INFINITY;
  private timer: number | undefined;
  private stopWatching: (() => void) | undefined;

  constructor(options: SocketOptions) {
    this.options = options;
  }

  start() {
    addEventListener("online", this.reach);
    addEventListener("offline", this.sleep);
    document.addEventListener("visibilitychange", this.wake);
    this.stopWatching = onWaking(this.wake);
    void this.connect();
  }

  stop() {
    removeEventListener("online", this.reach);
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
    clearTimeout(this.timer);
    const turn = ++this.turn;
    this.setStatus(navigator.onLine ? "connecting" : "offline");
    try {
      const token = await this.options.token(this.rejected);
      if (turn === this.turn) this.open(token);
    } catch (error) {
      if (turn !== this.turn) return;
      if (error instanceof SignedOut) this.end();
      else this.retry();
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
    const held = Date.now() - this.openedAt;
    this.letGo();
    if (held > STEADY_AFTER) this.failed = 0;
    if (code === SIGN_IN_AGAIN) this.rejected = this.token;
    if (code === SIGNED_OUT) this.options.onRevoked();
    if (code === SIGNED_OUT || code === NO_SUCH_ROOM) this.end();
    else if (firstRefusal) void this.connect();
    else this.retry(code, held >= WORKED_AFTER);
  }

  private letGo() {
    this.turn++;
    clearTimeout(this.timer);
    this.line?.close();
    this.line = null;
  }

  private end() {
    this.letGo();
    this.setStatus("closed");
  }

  private retry(closeCode?: number, worked = false) {
    const isNetworkBack = Date.now() - this.networkBackAt < NETWORK_IS_NEWS_FOR;
    this.networkBackAt = Number.NEGATIVE_INFINITY;
    this.retryIn(waitAfter({ failed: this.failed, worked, closeCode, isNetworkBack }));
    // A working connection that was lost is no failure yet: the first try after it is.
    this.failed = worked ? Math.max(this.failed, 1) : this.failed + 1;
  }

  private retryIn(milliseconds: number) {
    clearTimeout(this.timer);
    this.setStatus(navigator.onLine ? "waiting" : "offline");
    this.timer = window.setTimeout(this.connect, milliseconds);
  }

  /** The network is back: what waits need not wait longer, and what seems to be open may have gone with the old one. */
  private reach = () => {
    this.networkBackAt = Date.now();
    if (this.status === "open") this.line?.probe(PONG_AFTER_NETWORK);
    else if (this.status === "waiting" || (this.status === "offline" && !this.line))
      this.retryIn(waitAfter({ failed: this.failed, isNetworkBack: true }));
  };

  /** Something suggests that a try is worth it now: the machine is back, the person looks or writes. */
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
