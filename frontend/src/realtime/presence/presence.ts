import { create } from "zustand";
import type { PresenceFrame } from "@/lib/protocol/types";
import { backoff } from "@/realtime/connection/backoff";
import { SocketError } from "@/realtime/connection/requests";

export type PresenceState = PresenceFrame["state"];

/** Presence of the people that this page shows. */
export const usePresences = create<Record<number, PresenceState>>(() => ({}));

type Ask = (users: number[]) => Promise<Record<string, PresenceState>>;

const MOST = 200;
/** Milliseconds. A scrolling list changes whom it shows many times in a row. */
const SETTLE = 200;

// Kept outside the client: the page keeps showing these people while the connection is replaced.
const wanted = new Map<number, number>();
let onChange = () => {};

/** Watches a person's presence until the returned function is called. */
export function watchPresence(user: number) {
  wanted.set(user, (wanted.get(user) ?? 0) + 1);
  onChange();
  return () => {
    const left = (wanted.get(user) ?? 0) - 1;
    if (left > 0) wanted.set(user, left);
    else wanted.delete(user);
    onChange();
  };
}

/** Sends the server the people to watch, and keeps its answers. */
export class PresenceWatch {
  private readonly ask: Ask;
  private sent = "";
  /** Requests in a row. */
  private failed = 0;
  private isStopped = false;
  private timer: number | undefined;

  constructor(ask: Ask) {
    this.ask = ask;
    onChange = () => this.soon();
  }

  /** A new connection watches nobody yet. */
  resume() {
    this.sent = "";
    this.failed = 0;
    this.soon();
  }

  receive({ user, state }: PresenceFrame) {
    if (wanted.has(user)) usePresences.setState({ [user]: state });
  }

  stop() {
    this.isStopped = true;
    clearTimeout(this.timer);
    onChange = () => {};
    usePresences.setState({}, true);
  }

  private soon(wait = SETTLE) {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), wait);
  }

  private async send() {
    // The most recent ones are those in view.
    const users = [...wanted.keys()].slice(-MOST).sort((a, b) => a - b);
    const sending = users.join();
    if (sending === this.sent) return;
    this.sent = sending;
    try {
      const presence = await this.ask(users);
      if (sending !== this.sent) return;
      this.failed = 0;
      usePresences.setState({ ...presence }, true);
    } catch (error) {
      if (sending === this.sent) this.failAt(error);
    }
  }

  /** After a lost connection the next one watches again. One that lasts has refused the request, or lost it. */
  private failAt(error: unknown) {
    if (this.isStopped || (error instanceof SocketError && error.code === "closed")) return;
    this.sent = "";
    this.soon(SETTLE + backoff(this.failed++));
  }
}
