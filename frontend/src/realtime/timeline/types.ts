import type { MemberFrame, Message, MessageFrame, RoomFrame } from "@/lib/protocol/types";
import type { Stretch } from "./loadedRange";

export type Change = MessageFrame | RoomFrame | MemberFrame;

/** All that is known of one room's conversation. */
export type Timeline = {
  readonly room: number;
  readonly me: number;
  /** Every change up to this rev is in here. */
  readonly have: number;
  /** The largest rev heard of. */
  readonly head: number;
  /** What was here when a head below it was heard, until one is not. */
  readonly doubt: number | null;
  /** Another head was below that: the server's history may have been replaced. */
  readonly isDoubted: boolean;
  /** Changes that overtook one they follow; they apply once it comes. */
  readonly ahead: readonly Change[];
  readonly stretch: Stretch | null;
  readonly load: Load | null;
  readonly failure: { readonly kind: Load["kind"]; readonly code: string } | null;
  readonly pending: readonly Pending[];
  /** The one that is open beside the room. */
  readonly thread: Thread | null;
};

export type Received = { timeline: Timeline; applied: readonly Change[] };

/** A page of history under way. */
export type Load = {
  readonly id: number;
  readonly kind: "newest" | "around" | "before" | "after";
  /** What changed since the page was asked for: the page may be older than these. */
  readonly late: readonly Message[];
};

/** A message of mine that is not stored yet, or not known to be. */
export type Pending = {
  readonly nonce: string;
  readonly text: string;
  readonly replyTo: number | null;
  /** The root of the thread it is a reply in. */
  readonly thread: number | null;
  /** Milliseconds since 1970; orders what waits, and grows with every message and retry. */
  readonly queuedAt: number;
  readonly status: "waiting" | "sent" | "failed";
  readonly reason?: string;
};

/** The thread that is open beside the room: its root, and the newest part of its replies. */
export type Thread = {
  /** The root's id. */
  readonly id: number;
  readonly root: Message | null;
  /** Ascending seq; up to the newest one, whatever is before. */
  readonly replies: readonly Message[];
  readonly hasBefore: boolean;
  readonly isLoaded: boolean;
  readonly load: ThreadLoad | null;
  /** The code of the error that ended the last load. */
  readonly failure: string | null;
};

/** A page of a thread under way, and what changed since it was asked for: the page may be older than that. */
type ThreadLoad = { readonly id: number; readonly late: readonly Message[] };
