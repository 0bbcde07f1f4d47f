import type { RoomSummary } from "@/lib/protocol/types";

export type UnknownRoomsOptions = {
  isKnown: (room: number) => boolean;
  /** Null where the room is not mine. */
  load: (room: number) => Promise<RoomSummary | null>;
  take: (room: RoomSummary) => void;
  /** Called where there are too many rooms to load one by one. */
  loadAll: () => void;
};

/**
 * Milliseconds. The frame that says that the room is mine may follow. The spread keeps members who missed the same
 * frame from requesting at once.
 */
const FIRST = 500;
const SPREAD = 2000;
/** Frames of a room that was left may still arrive. */
const AFTER_LEAVING = 10_000;
const AGAIN_AFTER = 60_000;
const MOST = 10;

/** Loads rooms that frames name and the list lacks: the frame that added them was lost. */
export class UnknownRooms {
  private readonly options: UnknownRoomsOptions;
  private readonly wanted = new Set<number>();
  private readonly notBefore = new Map<number, number>();
  private timer: number | undefined;

  constructor(options: UnknownRoomsOptions) {
    this.options = options;
  }

  note(room: number) {
    if (this.wanted.has(room) || Date.now() < (this.notBefore.get(room) ?? 0)) return;
    this.wanted.add(room);
    this.timer ??= window.setTimeout(() => void this.askForAll(), FIRST + Math.random() * SPREAD);
  }

  leave(room: number) {
    this.notBefore.set(room, Date.now() + AFTER_LEAVING);
  }

  /** A `hello` named all rooms. */
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
