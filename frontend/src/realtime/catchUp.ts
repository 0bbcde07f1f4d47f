import type { RoomSync, SyncAnswer } from "@/lib/wire";

type Part = Exclude<RoomSync, { gone: true }>;

/** Rooms being caught up with. An answer of sync holds only so much: a room may come in parts, or have to wait for a later one. */
export class CatchUp {
  /** What is still to be asked for: the rooms, with the rev they have been brought to. */
  readonly wanted: Map<number, number>;
  private readonly parts = new Map<number, Part>();

  constructor(rooms: ReadonlyMap<number, number>) {
    this.wanted = new Map(rooms);
  }

  /** Takes in one answer and returns the rooms that are whole with it. Throws where it leads none of them on. */
  hear({ rooms }: SyncAnswer): [number, RoomSync][] {
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
    const sum = part.gone ? part : merge(this.parts.get(room), part);
    if (sum.gone || sum.complete) {
      this.wanted.delete(room);
      return sum;
    }
    this.parts.set(room, sum);
    this.wanted.set(room, part.reset ? furthest(sum, 0) : furthest(sum, rev));
    return null;
  }
}

const leadsOn = (part: RoomSync, rev: number) => part.gone || part.complete || furthest(part, rev) > rev;

function furthest({ messages, members }: Part, rev: number) {
  return Math.max(rev, ...[...messages, ...members].map((each) => each.rev));
}

/** Newest state last: a row that changed between two answers is in both. A reset makes what came before it worthless. */
function merge(before: Part | undefined, part: Part): Part {
  if (!before || part.reset) return part;
  const messages = new Map([...before.messages, ...part.messages].map((each) => [each.seq, each]));
  const members = new Map([...before.members, ...part.members].map((each) => [each.user.id, each]));
  return { ...before, ...part, messages: [...messages.values()], members: [...members.values()] };
}
