/** Rooms that an incomplete `hello` left out, until they are loaded page by page, and the changes of them meanwhile. */
export class MissingRooms {
  private readonly missing: Set<number>;
  /** Rooms that a `hello` or a frame described: that is newer than a page. */
  private readonly told: Set<number>;
  private readonly left = new Set<number>();
  private readonly heads = new Map<number, number>();

  constructor(missing: Iterable<number>, told: Iterable<number>) {
    this.missing = new Set(missing);
    this.told = new Set(told);
  }

  /** Rooms that were mine before, and that nothing has described yet. */
  get rooms(): readonly number[] {
    return [...this.missing];
  }

  headOf(room: number) {
    return this.heads.get(room) ?? 0;
  }

  /** Notes a change of a room that is not loaded yet. */
  note(room: number, rev: number) {
    this.heads.set(room, Math.max(rev, this.headOf(room)));
  }

  /** The room is mine. Returns false where it was described already, or left meanwhile. */
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
