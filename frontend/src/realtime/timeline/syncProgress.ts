import type { RoomSync, SyncAnswer } from "@/lib/protocol/types";

/** Collects the answers of a sync. An answer is bounded, so a room may come in parts or in a later answer. */
export class SyncProgress {
  /** What is left to request: rooms, with the rev that they have reached. */
  readonly wanted: Map<number, number>;
  /** Whether an answer has come. */
  isUnderWay = false;
  private readonly parts = new Map<number, RoomSync>();

  constructor(rooms: ReadonlyMap<number, number>) {
    this.wanted = new Map(rooms);
  }

  /** Takes one answer and returns the rooms that are complete. Throws where it advances no room. */
  take({ rooms }: SyncAnswer): [number, RoomSync][] {
    this.isUnderWay = true;
    const heard = [...this.wanted].flatMap(([room, rev]) => {
      const part = rooms[room];
      return part ? [{ room, rev, part }] : [];
    });
    if (!heard.some(({ rev, part }) => leadsOn(part, rev))) throw new Error("sync makes no progress");
    return heard.flatMap(({ room, rev, part }) => {
      const whole = this.add(room, rev, part);
      return whole ? [[room, whole] as [number, RoomSync]] : [];
    });
  }

  private add(room: number, rev: number, part: RoomSync): RoomSync | null {
    const whole = merge(this.parts.get(room), part);
    if (part.gone || part.complete) {
      this.wanted.delete(room);
      return whole;
    }
    this.parts.set(room, whole);
    this.wanted.set(room, furthest(part, part.reset ? 0 : rev));
    return null;
  }
}

const leadsOn = (part: RoomSync, rev: number) => part.gone || part.complete || furthest(part, rev) > rev;

function furthest({ messages, members }: Exclude<RoomSync, { gone: true }>, rev: number) {
  return Math.max(rev, ...[...messages, ...members].map((each) => each.rev));
}

/** Later state wins: a row that changed between two answers is in both. A reset discards the parts before it. */
function merge(before: RoomSync | undefined, part: RoomSync): RoomSync {
  if (!before || before.gone || part.gone || part.reset) return part;
  const messages = new Map([...before.messages, ...part.messages].map((each) => [each.seq, each]));
  const members = new Map([...before.members, ...part.members].map((each) => [each.user.id, each]));
  return { ...before, ...part, messages: [...messages.values()], members: [...members.values()] };
}
