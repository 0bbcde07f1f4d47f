import type { RoomSummary } from "@/lib/protocol/types";

export type UnknownRoomsOptions = {
  isKnown: (room: number) => boolean;
  /** Null where it is not mine. */
  load: (room: number) => Promise<RoomSummary | null>;
  take: (room: RoomSummary) => void;
  /** Too many to ask for one by one. */
  loadAll: () => void;
};

/** A frame that says a room is mine may be just behind. And what one room's members have missed they do not ask for at once. */
const FIRST = 500;
const SPREAD = 2000;
/** Of a room that was left, frames may still be on their way. */
const AFTER_LEAVING = 10_000;
const AGAIN_AFTER = 60_000;
const MOST = 10;

/** Rooms that are heard of though they are not in the list: that they are mine was lost on the way, so they are asked for. */
export class UnknownRooms {
  private readonly options: UnknownRoomsOptions;
  private readonly wanted = new Set<number>();
  private readonly notBefore = new Map<number, number>();
  private timer: number | undefined;

  constructor(options: UnknownRoomsOptions) {
    this.options = options;
  }

  hear(room: number) {
    if (this.wanted.has(room) || Date.now() < (this.notBefore.get(room) ?? 0)) return;
    this.wanted.add(room);
    this.timer ??= window.setTimeout(() => void this.askForAll(), FIRST + Math.random() * SPREAD);
  }

  leave(room: number) {
    this.notBefore.set(room, Date.now() + AFTER_LEAVING);
  }

  /** A `hello` has named all there are. */
  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.wanted.clear();
  }

  private async askForAll() {
    this.timer = undefined;
    const rooms = [...this.wanted].filter((room) => !this.options.isKnown(room));
    this.wanted.clear();
    for (const room of rooms) this.notBefore.set(room, Date.now() + AGAIN_AFTER);
    if (rooms.length > MOST) return this.options.loadAll();
    for (const room of rooms) await this.ask(room);
  }

  private async ask(id: number) {
    const room = await this.options.load(id).catch(() => null);
    if (room?.role && !this.options.isKnown(id)) this.options.take(room);
  }
}
