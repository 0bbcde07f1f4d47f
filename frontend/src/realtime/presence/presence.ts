import { create } from "zustand";
import type { PresenceFrame } from "@/lib/protocol/types";

export type PresenceState = PresenceFrame["state"];

/** How those are whom somebody on this page looks at. Nobody else is known. */
export const usePresences = create<Record<number, PresenceState>>(() => ({}));

type Ask = (users: number[]) => Promise<Record<string, PresenceState>>;

const MOST = 200;
/** A list that scrolls wants many at once, and others a moment later. */
const SETTLE = 200;

// Counted outside any connection: what is on the page stays there while one is lost and another made.
const wanted = new Map<number, number>();
let onChange = () => {};

/** Wants somebody's presence until the function returned is called. */
export function wantPresence(user: number) {
  wanted.set(user, (wanted.get(user) ?? 0) + 1);
  onChange();
  return () => {
    const left = (wanted.get(user) ?? 0) - 1;
    if (left > 0) wanted.set(user, left);
    else wanted.delete(user);
    onChange();
  };
}

/** Tells the server whom this page shows, and keeps what it answers. */
export class PresenceWatch {
  private readonly ask: Ask;
  private told = "";
  private timer: number | undefined;

  constructor(ask: Ask) {
    this.ask = ask;
    onChange = () => this.soon();
  }

  /** A new connection watches nobody yet. */
  resume() {
    this.told = "";
    this.soon();
  }

  hear({ user, state }: PresenceFrame) {
    if (wanted.has(user)) usePresences.setState({ [user]: state });
  }

  stop() {
    clearTimeout(this.timer);
    onChange = () => {};
    usePresences.setState({}, true);
  }

  private soon() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.tell(), SETTLE);
  }

  private async tell() {
    // The last to come on the page are those in view.
    const users = [...wanted.keys()].slice(-MOST).sort((a, b) => a - b);
    const telling = users.join();
    if (telling === this.told) return;
    this.told = telling;
    // What fails here is lost with its connection; the next one asks again.
    const presence = await this.ask(users).catch(() => null);
    if (presence && telling === this.told) usePresences.setState({ ...presence }, true);
  }
}
