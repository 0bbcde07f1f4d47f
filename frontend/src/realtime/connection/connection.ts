import type { ClientFrame, OkFrame, ServerFrame } from "@/lib/protocol/types";
import { Requests, SocketError } from "./requests";

export type Request = ClientFrame extends infer Frame
  ? Frame extends { ref?: unknown }
    ? Omit<Frame, "ref">
    : never
  : never;

export type LineOptions = {
  url: string;
  token: string;
  onFrame: (frame: ServerFrame) => void;
  /** Once, unless it was closed from this side: with the code that says why. */
  onLost: (code: number) => void;
};

const HELLO_WITHIN = 15_000;
const ANSWER_WITHIN = 10_000;
const PONG_WITHIN = 5_000;
const NO_CLOSE_FRAME = 1006;

/** One connection to the server, from the offer of a token to its end. A line that stays silent counts as lost. */
export class Line {
  isOpen = false;
  private readonly options: LineOptions;
  private readonly socket: WebSocket;
  private readonly requests = new Requests();
  private farewell = 0;
  private patience = HELLO_WITHIN;
  private silence: number | undefined;

  constructor(options: LineOptions) {
    this.options = options;
    this.socket = new WebSocket(options.url, ["chat.v1", `bearer.${options.token}`]);
    this.socket.onmessage = (event) => this.hear(event.data);
    this.socket.onclose = (event) => this.lose(this.farewell || event.code);
    this.waitForFrame();
  }

  /** Tells the server something that is not worth waiting for. */
  tell(frame: ClientFrame) {
    if (this.isOpen) this.socket.send(JSON.stringify(frame));
  }

  async ask(request: Request, timeout = ANSWER_WITHIN): Promise<Partial<OkFrame>> {
    if (!this.isOpen) throw new SocketError("closed");
    return this.requests.start((ref) => this.tell({ ...request, ref }), timeout);
  }

  /** A line may be dead for minutes before the browser notices: a changed network, a laptop that slept. */
  probe(within = PONG_WITHIN) {
    this.ask({ type: "ping" }, within).catch(() => this.lose(NO_CLOSE_FRAME));
  }

  close() {
    this.isOpen = false;
    clearTimeout(this.silence);
    this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
    this.requests.failAll("closed");
  }

  private hear(data: unknown) {
    const frame = parse(data);
    if (frame?.type === "hello") {
      this.isOpen = true;
      this.patience = 2000 * frame.heartbeat;
    }
    this.waitForFrame();
    if (!frame) return;
    if (frame.type === "closed") this.farewell = frame.code;
    this.options.onFrame(frame);
    this.requests.hear(frame);
  }

  private waitForFrame() {
    clearTimeout(this.silence);
    this.silence = window.setTimeout(() => this.lose(NO_CLOSE_FRAME), this.patience);
  }

  private lose(code: number) {
    const wasClosed = this.socket.onclose === null;
    if (wasClosed) return;
    this.close();
    this.options.onLost(code);
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
