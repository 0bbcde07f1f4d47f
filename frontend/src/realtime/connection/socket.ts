import type { ClientFrame, ServerFrame } from "@/lib/protocol/types";
import { SignedOut } from "@/lib/session/session";
import { waitAfter } from "./backoff";
import { CLOSED } from "./closeCodes";
import { Connection, type Request } from "./connection";
import { type Answer, SocketError } from "./requests";
import { onWaking } from "./wake";

export type Status = "connecting" | "open" | "waiting" | "offline" | "closed";

export type SocketOptions = {
  url: string;
  /** Returns a token other than `rejected`; throws SignedOut without a session. */
  token: (rejected?: string) => Promise<string>;
  onStatus: (status: Status) => void;
  onFrame: (frame: ServerFrame) => void;
  /** The session was revoked. `reason`: the server's code. */
  onRevoked: (reason: string) => void;
};

/** Milliseconds after which a connection counts as working. */
const WORKED_AFTER = 1000;
/** Milliseconds after which earlier failures no longer count. */
const STEADY_AFTER = 10_000;
/** Milliseconds. A connection lost this soon after the network came back was one of the old network. */
const NETWORK_IS_NEWS_FOR = 10_000;
/** Milliseconds. A connection from before the outage is probably dead, and a new one costs less than the wait. */
const PONG_AFTER_NETWORK = 1000;

/** A connection that reconnects until it is stopped or the server refuses it. */
export class ReconnectingSocket {
  private readonly options: SocketOptions;
  private connection: Connection | null = null;
  private status: Status = "closed";
  private token: string | undefined;
  private rejected: string | undefined;
  private failed = 0;
  private attempt = 0;
  private openedAt = Number.POSITIVE_INFINITY;
  private networkBackAt = Number.NEGATIVE_INFINITY;
  private timer: number | undefined;
  private stopWatching: (() => void) | undefined;

  constructor(options: SocketOptions) {
    this.options = options;
  }

  start() {
    addEventListener("online", this.onOnline);
    addEventListener("offline", this.onOffline);
    document.addEventListener("visibilitychange", this.wake);
    this.stopWatching = onWaking(this.wake);
    void this.connect();
  }

  stop() {
    removeEventListener("online", this.onOnline);
    removeEventListener("offline", this.onOffline);
    document.removeEventListener("visibilitychange", this.wake);
    this.stopWatching?.();
    this.end();
  }

  /** Reconnects, for a new `hello`. */
  restart() {
    this.disconnect();
    void this.connect();
  }

  send(frame: ClientFrame) {
    this.connection?.send(frame);
  }

  async request(request: Request): Promise<Answer> {
    if (!this.connection) throw new SocketError("closed");
    return this.connection.request(request);
  }

  private connect = async () => {
    clearTimeout(this.timer);
    const attempt = ++this.attempt;
    this.setStatus(navigator.onLine ? "connecting" : "offline");
    try {
      const token = await this.options.token(this.rejected);
      if (attempt === this.attempt) this.open(token);
    } catch (error) {
      if (attempt !== this.attempt) return;
      if (error instanceof SignedOut) this.end();
      else this.retry();
    }
  };

  private open(token: string) {
    this.token = token;
    this.openedAt = Number.POSITIVE_INFINITY;
    this.connection = new Connection({
      url: this.options.url,
      token,
      onFrame: (frame) => this.receive(frame),
      onLost: (code, reason) => this.lost(code, reason),
    });
  }

  private receive(frame: ServerFrame) {
    if (frame.type === "hello") this.onHello();
    if (frame.type === "session.expiring") void this.renew();
    this.pass(frame);
  }

  private onHello() {
    this.rejected = undefined;
    this.openedAt = Date.now();
    this.setStatus("open");
  }

  /** An error in handling a frame must not close the connection: the missing rev reveals the gap. */
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
      await this.request({ type: "session.renew", token });
      this.token = token;
    } catch {
      // The server then closes with 4401, which reconnects with a new token.
    }
  }

  private lost(code: number, reason: string) {
    const firstRefusal = code === CLOSED.signInAgain && this.rejected === undefined;
    const held = Date.now() - this.openedAt;
    this.disconnect();
    if (held > STEADY_AFTER) this.failed = 0;
    if (code === CLOSED.signInAgain) this.rejected = this.token;
    if (code === CLOSED.signedOut) this.options.onRevoked(reason);
    if (code === CLOSED.signedOut || code === CLOSED.noSuchRoom) this.end();
    else if (firstRefusal) void this.connect();
    else this.retry(code, held >= WORKED_AFTER);
  }

  private disconnect() {
    this.attempt++;
    clearTimeout(this.timer);
    this.connection?.close();
    this.connection = null;
  }

  private end() {
    this.disconnect();
    this.setStatus("closed");
  }

  private retry(closeCode?: number, worked = false) {
    const isNetworkBack = Date.now() - this.networkBackAt < NETWORK_IS_NEWS_FOR;
    this.networkBackAt = Number.NEGATIVE_INFINITY;
    this.retryIn(waitAfter({ failed: this.failed, worked, closeCode, isNetworkBack }));
    // The loss of a working connection is no failure; the first failed try after it is.
    this.failed = worked ? Math.max(this.failed, 1) : this.failed + 1;
  }

  private retryIn(milliseconds: number) {
    clearTimeout(this.timer);
    this.setStatus(navigator.onLine ? "waiting" : "offline");
    this.timer = window.setTimeout(this.connect, milliseconds);
  }

  /** The network is back: retries a waiting connection, and probes an open one, which may belong to the old network. */
  private onOnline = () => {
    this.networkBackAt = Date.now();
    if (this.status === "open") this.connection?.probe(PONG_AFTER_NETWORK);
    else if (this.status === "waiting" || (this.status === "offline" && !this.connection))
      this.retryIn(waitAfter({ failed: this.failed, isNetworkBack: true }));
  };

  /** A reason to retry now: the machine woke, or the person looks or writes. */
  wake = () => {
    if (document.visibilityState === "hidden") return;
    if (this.status === "open") this.connection?.probe();
    else if (this.status === "waiting" || (this.status === "offline" && !this.connection)) void this.connect();
  };

  private onOffline = () => {
    if (this.status === "open") this.connection?.probe();
    else if (this.status !== "closed") this.setStatus("offline");
  };

  private setStatus(status: Status) {
    if (status === this.status) return;
    this.status = status;
    this.options.onStatus(status);
  }
}
