import type { ClientFrame, ServerFrame } from "@/lib/protocol/types";
import { CLOSED } from "./closeCodes";
import { type Answer, Requests, SocketError } from "./requests";

export type Request = ClientFrame extends infer Frame
  ? Frame extends { ref?: unknown }
    ? Omit<Frame, "ref">
    : never
  : never;

export type ConnectionOptions = {
  url: string;
  token: string;
  onFrame: (frame: ServerFrame) => void;
  /** Called once with the close code and the server's reason, unless this side closed the connection. */
  onLost: (code: number, reason: string) => void;
};

const HELLO_WITHIN = 15_000;
const ANSWER_WITHIN = 10_000;
const PONG_WITHIN = 5_000;

/** One WebSocket connection from its token to its end. A connection that stays silent counts as lost. */
export class Connection {
  isOpen = false;
  private readonly options: ConnectionOptions;
  private readonly socket: WebSocket;
  private readonly requests = new Requests();
  private closedCode = 0;
  private closedReason = "";
  private silenceLimit = HELLO_WITHIN;
  private silenceTimer: number | undefined;

  constructor(options: ConnectionOptions) {
    this.options = options;
    this.socket = new WebSocket(options.url, ["chat.v1", `bearer.${options.token}`]);
    this.socket.onmessage = (event) => this.receive(event.data);
    this.socket.onclose = (event) => this.fail(this.closedCode || event.code);
    this.waitForFrame();
  }

  /** Sends a frame without waiting for an answer. */
  send(frame: ClientFrame) {
    if (this.isOpen) this.socket.send(JSON.stringify(frame));
  }

  async request(request: Request, timeout = ANSWER_WITHIN): Promise<Answer> {
    if (!this.isOpen) throw new SocketError("closed");
    return this.requests.start((ref) => this.send({ ...request, ref }), timeout);
  }

  /** A connection can be dead for minutes before the browser notices: the network changed, the laptop slept. */
  probe(within = PONG_WITHIN) {
    this.request({ type: "ping" }, within).catch(() => this.fail(CLOSED.lost));
  }

  close() {
    this.isOpen = false;
    clearTimeout(this.silenceTimer);
    this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
    this.requests.failAll("closed");
  }

  private receive(data: unknown) {
    const frame = parse(data);
    if (frame?.type === "hello") {
      this.isOpen = true;
      this.silenceLimit = 2000 * frame.heartbeat;
    }
    this.waitForFrame();
    if (!frame) return;
    if (frame.type === "closed") {
      this.closedCode = frame.code;
      this.closedReason = frame.reason;
    }
    this.options.onFrame(frame);
    this.requests.settle(frame);
  }

  private waitForFrame() {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = window.setTimeout(() => this.fail(CLOSED.lost), this.silenceLimit);
  }

  private fail(code: number) {
    const wasClosed = this.socket.onclose === null;
    if (wasClosed) return;
    this.close();
    this.options.onLost(code, this.closedReason);
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
