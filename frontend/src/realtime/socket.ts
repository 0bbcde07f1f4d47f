import { SignedOut } from "@/lib/session";
import type { ClientFrame, OkFrame, ServerFrame } from "@/lib/wire";
import { backoff } from "./backoff";
import { Requests, SocketError } from "./requests";

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

type Request = ClientFrame extends infer Frame ? (Frame extends { ref: unknown } ? Omit<Frame, "ref"> : never) : never;

const HELLO_WITHIN = 15_000;
const ANSWER_WITHIN = 10_000;
const PONG_WITHIN = 5_000;
const RESTART_SPREAD = 2_000;
const STEADY_AFTER = 10_000;

/** One connection to the server that comes back by itself until it is stopped or sent away. */
export class Socket {
  private readonly options: SocketOptions;
  private readonly requests = new Requests();
  private socket: WebSocket | null = null;
  private status: Status = "closed";
  private token: string | undefined;
  private rejected: string | undefined;
  private farewell = 0;
  private attempt = 0;
  private turn = 0;
  private openedAt = 0;
  private heartbeat = 25_000;
  private retry: number | undefined;
  private silence: number | undefined;

  constructor(options: SocketOptions) {
    this.options = options;
  }

  start() {
    addEventListener("online", this.wake);
    addEventListener("offline", this.sleep);
    document.addEventListener("visibilitychange", this.wake);
    void this.connect();
  }

  stop() {
    removeEventListener("online", this.wake);
    removeEventListener("offline", this.sleep);
    document.removeEventListener("visibilitychange", this.wake);
    this.end();
  }

  /** Leaves and comes back, for a fresh `hello`. */
  restart() {
    this.letGo();
    void this.connect();
  }

  /** Tells the server something that is not worth waiting for. */
  tell(frame: ClientFrame) {
    if (this.status === "open") this.socket?.send(JSON.stringify(frame));
  }

  async ask(request: Request, timeout = ANSWER_WITHIN): Promise<Partial<OkFrame>> {
    if (this.status !== "open") throw new SocketError("closed");
    return this.requests.start((ref) => this.tell({ ...request, ref }), timeout);
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
    const socket = new WebSocket(this.options.url, ["chat.v1", `bearer.${token}`]);
    socket.onmessage = (event) => this.hear(event.data);
    socket.onclose = (event) => this.lost(this.farewell || event.code);
    this.socket = socket;
    this.farewell = 0;
    this.openedAt = Number.POSITIVE_INFINITY;
    this.expectFrameWithin(HELLO_WITHIN);
  }

  private hear(data: unknown) {
    this.expectFrameWithin(this.status === "open" ? 2 * this.heartbeat : HELLO_WITHIN);
    const frame = parse(data);
    if (!frame) return;
    if (frame.type === "hello") this.greet(frame.heartbeat);
    if (frame.type === "closed") this.farewell = frame.code;
    if (frame.type === "session.expiring") void this.renew();
    this.pass(frame);
    this.requests.hear(frame);
  }

  /** A frame that nobody can make sense of must not take the connection down: the gap it leaves is found by its rev. */
  private pass(frame: ServerFrame) {
    try {
      this.options.onFrame(frame);
    } catch (error) {
      reportError(error);
    }
  }

  private greet(heartbeat: number) {
    this.heartbeat = heartbeat * 1000;
    this.rejected = undefined;
    this.openedAt = Date.now();
    this.expectFrameWithin(2 * this.heartbeat);
    this.setStatus("open");
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

  private expectFrameWithin(milliseconds: number) {
    clearTimeout(this.silence);
    this.silence = window.setTimeout(this.drop, milliseconds);
  }

  private drop = () => {
    this.letGo();
    this.lost(1006);
  };

  private lost(code: number) {
    const firstRefusal = code === 4401 && this.rejected === undefined;
    this.letGo();
    if (Date.now() - this.openedAt > STEADY_AFTER) this.attempt = 0;
    if (code === 4401) this.rejected = this.token;
    if (code === 4403) this.options.onRevoked();
    if (code === 4403 || code === 4404) this.end();
    else if (firstRefusal) void this.connect();
    else this.retryIn(code === 1012 ? Math.random() * RESTART_SPREAD : backoff(this.attempt++));
  }

  private letGo() {
    const { socket } = this;
    this.socket = null;
    this.turn++;
    clearTimeout(this.silence);
    clearTimeout(this.retry);
    if (socket) {
      socket.onmessage = socket.onclose = null;
      socket.close();
    }
    this.requests.failAll("closed");
  }

  private end() {
    this.letGo();
    this.setStatus("closed");
  }

  private retryIn(milliseconds: number) {
    this.setStatus(navigator.onLine ? "waiting" : "offline");
    this.retry = window.setTimeout(this.connect, milliseconds);
  }

  /** Something suggests that a try is worth it now: the network is back, the person looks or writes. */
  wake = () => {
    if (document.visibilityState === "hidden") return;
    if (this.status === "open") this.doubt();
    else if (this.status === "waiting" || (this.status === "offline" && !this.socket)) void this.connect();
  };

  private sleep = () => {
    if (this.status === "open") this.doubt();
    else if (this.status !== "closed") this.setStatus("offline");
  };

  /** A socket may be dead for minutes before the browser notices: a changed network, a laptop that slept. */
  private doubt = () => {
    const { socket } = this;
    const alive = this.ask({ type: "ping" }, PONG_WITHIN);
    alive.catch(() => socket && socket === this.socket && this.drop());
  };

  private setStatus(status: Status) {
    if (status === this.status) return;
    this.status = status;
    this.options.onStatus(status);
  }
}

function parse(data: unknown): ServerFrame | null {
  try {
    const frame = JSON.parse(String(data));
    return typeof frame?.type === "string" ? frame : null;
  } catch {
    return null;
  }
}
