import type { RoomSync, SyncAnswer } from "@/lib/protocol/types";

/** Rooms being caught up with. An answer of sync holds only so much: a room may come in parts, or have to wait for a later one. */
export class CatchUp {
  /** What is still to be asked for: the rooms, with the rev they have been brought to. */
  readonly wanted: Map<number, number>;
  /** Whether an answer has come. */
  isUnderWay = false;
  private readonly parts = new Map<number, RoomSync>();

  constructor(rooms: ReadonlyMap<number, number>) {
    this.wanted = new Map(rooms);
  }

  /** Takes in one answer and returns the rooms that are whole with it. Throws where it leads none of them on. */
  hear({ rooms }: SyncAnswer): [number, RoomSync][] {
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

/** Newest state last: a row that changed between two answers is in both. A reset makes what came before it worthless. */
function merge(before: RoomSync | undefined, part: RoomSync): RoomSync {
  if (!before || before.gone || part.gone || part.reset) return part;
  const messages = new Map([...before.messages, ...part.messages].map((each) => [each.seq, each]));
  const members = new Map([...before.members, ...part.members].map((each) => [each.user.id, each]));
  return { ...before, ...part, messages: [...messages.values()], members: [...members.values()] };
}
