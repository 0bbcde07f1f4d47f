import type { HeldMessage, MemberFrame, Message, MessageFrame, Refusal, RoomFrame } from "@/lib/protocol/types";
import type { LoadedRange } from "./loadedRange";

export type Change = MessageFrame | RoomFrame | MemberFrame;

/** The known state of one room's conversation. */
export type Timeline = {
  readonly room: number;
  readonly me: number;
  /** Every change up to this rev is applied. */
  readonly have: number;
  /** The largest known rev. */
  readonly head: number;
  /** The applied rev at the first lower head; null without suspicion. See staleHead.ts. */
  readonly suspectedAt: number | null;
  /** The server's history was probably replaced. */
  readonly isReplaced: boolean;
  /** Changes that arrived before one that they follow. */
  readonly ahead: readonly Change[];
  readonly loaded: LoadedRange | null;
  readonly load: Load | null;
  readonly failure: (Pick<Load, "kind" | "around"> & { readonly code: string }) | null;
  readonly pending: readonly Pending[];
  /** The thread that is open beside the room. */
  readonly thread: Thread | null;
};

export type Received = { timeline: Timeline; applied: readonly Change[] };

/** A page of history that is loading. */
export type Load = {
  readonly id: number;
  readonly kind: "newest" | "around" | "before" | "after";
  /** The seq that the page is around. */
  readonly around?: number;
  /** Changes since the request: the page may be older. */
  readonly late: readonly Message[];
};

/** A message of mine that is not known to be stored. */
export type Pending = {
  readonly nonce: string;
  readonly text: string;
  readonly replyTo: number | null;
  /** The id of the thread's root, for a reply. */
  readonly thread: number | null;
  /** Ids of its attachments. */
  readonly files?: readonly string[];
  /** Milliseconds since 1970. Orders pending messages, and grows with each message and retry. */
  readonly queuedAt: number;
  /** `held`: the server has it, and a moderator decides. */
  readonly status: "waiting" | "sent" | "failed" | "held";
  /** The code of the refusal. */
  readonly reason?: string;
  readonly refusal?: Refusal;
  /** Where the status is `held`. */
  readonly held?: HeldMessage;
};

/** The thread beside the room: its root and the newest part of its replies. */
export type Thread = {
  /** The root's id. */
  readonly id: number;
  readonly root: Message | null;
  /** Ascending seq, up to the newest reply. */
  readonly replies: readonly Message[];
  readonly hasBefore: boolean;
  readonly isLoaded: boolean;
  readonly load: ThreadLoad | null;
  /** The error code of the last load. */
  readonly failure: string | null;
};

/** A page of a thread that is loading, and the changes since the request. */
type ThreadLoad = { readonly id: number; readonly late: readonly Message[] };
