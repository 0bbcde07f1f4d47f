import { vi } from "vitest";
import type { ClientFrame, ServerFrame } from "@/lib/protocol/types";

/** Stands in for the browser's WebSocket; the test plays the server. */
export class FakeSocket {
  static all: FakeSocket[] = [];
  static get last() {
    return FakeSocket.all.at(-1) as FakeSocket;
  }
  static install() {
    FakeSocket.all = [];
    vi.stubGlobal("WebSocket", FakeSocket);
  }

  readonly url: string;
  readonly protocols: string[];
  readonly sent: ClientFrame[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  closed = false;

  constructor(url: string, protocols: string[]) {
    this.url = url;
    this.protocols = protocols;
    FakeSocket.all.push(this);
  }

  send(text: string) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
  }

  says(frame: ServerFrame | string) {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  greets(heartbeat = 25) {
    const user = { id: 1, username: "u1", display_name: "U1", avatar: null, status: null };
    this.says({ type: "hello", user, session: "s", expires_at: "", epoch: "e", heartbeat, rooms: [], complete: true });
  }

  closes(code: number) {
    this.onclose?.({ code });
  }
}
