/** The rooms that a `hello` had no place for, until they have come page by page, and what is heard of them meanwhile. */
export class MissingRooms {
  private readonly missing: Set<number>;
  /** Told of by a `hello` or a frame: newer than what a page says. */
  private readonly told: Set<number>;
  private readonly left = new Set<number>();
  private readonly heads = new Map<number, number>();

  constructor(missing: Iterable<number>, told: Iterable<number>) {
    this.missing = new Set(missing);
    this.told = new Set(told);
  }

  /** Those that were mine before, and that nobody has told of yet. */
  get rooms(): readonly number[] {
    return [...this.missing];
  }

  headOf(room: number) {
    return this.heads.get(room) ?? 0;
  }

  /** A change of a room that is not there yet. */
  hear(room: number, rev: number) {
    this.heads.set(room, Math.max(rev, this.headOf(room)));
  }

  /** The room is mine; false where this is no news, or it was left in the meantime. */
  take(room: number): boolean {
    const isNews = !this.told.has(room) && !this.left.has(room);
    this.missing.delete(room);
    this.told.add(room);
    return isNews;
  }

  leave(room: number) {
    this.missing.delete(room);
    this.told.delete(room);
    this.left.add(room);
  }
}
