import type { RoomSync, SyncAnswer, SyncRequest } from "@/lib/wire";
import { backoff } from "./backoff";

export type SyncOptions = {
  epoch: () => string | null;
  /** The rooms that miss something, with the rev they have. */
  behind: () => ReadonlyMap<number, number>;
  ask: (request: SyncRequest) => Promise<SyncAnswer>;
  /** The whole answer for one room, asked for with the rev `base`. */
  take: (room: number, base: number, answer: RoomSync) => void;
  onOtherEpoch: () => void;
};

type Part = Exclude<RoomSync, { gone: true }>;

const MOST_ROOMS = 500;
/** A change that overtook another on its way is usually followed by it at once. And nobody asks in the same instant. */
const PATIENCE = 100;

/** Asks for what was missed, one request at a time, until nothing is missing. */
export class Sync {
  private readonly options: SyncOptions;
  private running = false;
  private stopped = false;
  private attempt = 0;
  private timer: number | undefined;

  constructor(options: SyncOptions) {
    this.options = options;
  }

  soon() {
    if (!this.running && this.timer === undefined) this.runIn(PATIENCE * (0.5 + Math.random()));
  }

  now() {
    if (!this.running) this.runIn(0);
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private runIn(milliseconds: number) {
    clearTimeout(this.timer);
    if (this.stopped) return;
    this.timer = window.setTimeout(() => void this.run(), milliseconds);
  }

  private async run() {
    this.timer = undefined;
    this.running = true;
    try {
      for (let rooms = this.next(); rooms.size > 0; rooms = this.next()) await this.close(rooms);
      this.attempt = 0;
    } catch {
      this.runIn(1000 + backoff(this.attempt++));
    } finally {
      this.running = false;
    }
  }

  private next() {
    return new Map([...this.options.behind()].slice(0, MOST_ROOMS));
  }

  private async close(rooms: ReadonlyMap<number, number>) {
    const answers = new Map<number, RoomSync>();
    for (let rest: ReadonlyMap<number, number> = rooms; rest.size > 0; ) {
      const answer = await this.options.ask({ epoch: this.options.epoch(), rooms: Object.fromEntries(rest) });
      this.expectEpoch(answer);
      rest = collect(answers, answer, rest);
    }
    for (const [room, answer] of answers) this.options.take(room, rooms.get(room) ?? 0, answer);
    this.expectProgress(rooms);
  }

  private expectEpoch({ epoch }: SyncAnswer) {
    if (epoch === this.options.epoch()) return;
    this.options.onOtherEpoch();
    throw new Error("another epoch");
  }

  /** An answer that leaves a room as far behind as before would be asked for again at once, for ever. */
  private expectProgress(rooms: ReadonlyMap<number, number>) {
    const behind = this.options.behind();
    if ([...rooms].every(([room, rev]) => behind.get(room) === rev)) throw new Error("sync makes no progress");
  }
}

/** Adds an answer to those before it, and returns what is still to be asked. */
function collect(answers: Map<number, RoomSync>, answer: SyncAnswer, asked: ReadonlyMap<number, number>) {
  const rest = new Map<number, number>();
  for (const [key, part] of Object.entries(answer.rooms)) {
    const room = Number(key);
    const before = answers.get(room);
    const whole = part.gone || part.reset || !before || before.gone ? part : merge(before, part);
    answers.set(room, whole);
    if (!part.gone && !part.complete) rest.set(room, furthest(part, asked.get(room) ?? 0));
  }
  return rest;
}

/** Newest state last: a row that changed between two answers is in both. */
function merge(before: Part, part: Part): Part {
  const messages = new Map([...before.messages, ...part.messages].map((each) => [each.seq, each]));
  const members = new Map([...before.members, ...part.members].map((each) => [each.user.id, each]));
  return {
    ...before,
    ...part,
    messages: [...messages.values()],
    members: [...members.values()],
  };
}

function furthest(part: Part, asked: number) {
  const reached = Math.max(0, ...[...part.messages, ...part.members].map((each) => each.rev));
  if (reached <= asked) throw new Error("sync makes no progress");
  return reached;
}
