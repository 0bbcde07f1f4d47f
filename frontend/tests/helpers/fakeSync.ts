import type { RoomSync, SyncAnswer, SyncRequest } from "@/lib/protocol/types";
import { message } from "./fakeRoom";

const CHANGES_REPLAYED = 500;
const CHANGES_ANSWERED = 2000;
const PAGE = 50;

/** The server's side of `POST /api/sync/`, limits included: rooms in which every change is a new message. */
export class FakeSync {
  readonly asked: SyncRequest["rooms"][] = [];
  private readonly heads: Map<number, number>;
  private readonly most: number;

  /** `most`: so many messages have room in an answer. */
  constructor(heads: Record<number, number>, most = Number.POSITIVE_INFINITY) {
    this.most = most;
    this.heads = new Map(Object.entries(heads).map(([room, head]) => [Number(room), head]));
  }

  readonly answer = async ({ rooms }: SyncRequest): Promise<SyncAnswer> => {
    this.asked.push(rooms);
    let cost = 0;
    let isFull = false;
    let left = this.most;
    const answers = Object.entries(rooms).map(([room, rev]): [string, RoomSync] => {
      const head = this.heads.get(Number(room));
      if (head === undefined) return [room, { gone: true }];
      const reset = rev > head || head - rev > CHANGES_REPLAYED;
      const price = reset ? PAGE : head - rev;
      isFull ||= cost > 0 && price > 0 && cost + price > CHANGES_ANSWERED;
      if (!isFull) cost += price;
      const first = reset ? Math.max(1, head - PAGE + 1) : rev + 1;
      const isIn = price === 0 || !isFull;
      const whole = isIn ? messages(first, head) : [];
      // In parts ascending, but of a reset what is newest; the last room that has a place alone.
      const fitting = reset ? whole.slice(-left) : whole.slice(0, left);
      left -= fitting.length;
      isFull ||= fitting.length < whole.length;
      const complete = isIn && (reset || fitting.length === whole.length);
      const part = { head, messages: fitting, members: [], complete };
      return [room, reset ? { ...part, reset } : part];
    });
    return { epoch: "e", rooms: Object.fromEntries(answers) };
  };
}

function messages(first: number, last: number) {
  return Array.from({ length: last - first + 1 }, (_, index) => message(first + index));
}
