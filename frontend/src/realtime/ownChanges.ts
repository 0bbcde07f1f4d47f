import type { OwnFrame, OwnSync } from "@/lib/protocol/types";
import { checkHead } from "@/realtime/timeline/staleHead";

const MOST_AHEAD = 200;

/** Orders changes of my own state by their own rev, as rooms order theirs by rev. */
export class OwnChanges {
  /** Every change up to this own rev is applied. Null where the server sends none, as in the previous version. */
  private have: number | null = null;
  private head = 0;
  private suspectedAt: number | null = null;
  private isOtherHistory = false;
  /** Changes that arrived before one that they follow. */
  private ahead = new Map<number, OwnFrame>();

  /** The own rev to sync from, where changes are missing; else null. */
  get behind(): number | null {
    return this.have !== null && (this.head > this.have || this.isOtherHistory) ? this.have : null;
  }

  /** The own rev of `hello`, whose state is at least as new. */
  hello(rev: number | undefined) {
    this.startAt(rev ?? null);
    this.ahead.clear();
  }

  /** Returns the changes that apply now, in order. */
  receive(frame: OwnFrame): readonly OwnFrame[] {
    const { me } = frame;
    if (me === undefined || this.have === null) return [frame];
    if (me <= this.have) return [];
    this.head = Math.max(this.head, me);
    if (this.ahead.size < MOST_AHEAD || me === this.have + 1) this.ahead.set(me, frame);
    return this.drain();
  }

  /** The own rev of a heartbeat. */
  noteHead(rev: number | undefined) {
    if (rev === undefined || this.have === null) return;
    const { suspectedAt, isReplaced } = checkHead(this.suspectedAt, this.have, rev);
    this.suspectedAt = suspectedAt;
    this.isOtherHistory ||= isReplaced;
    this.head = Math.max(this.head, rev);
  }

  /** Takes the answer of a sync. Null where it is older than the applied changes; else the changes that follow it. */
  take({ head, reset }: OwnSync): readonly OwnFrame[] | null {
    if (this.have === null) return null;
    if (!reset && head <= this.have) {
      this.suspectedAt = null;
      this.isOtherHistory = false;
      return null;
    }
    const furthest = Math.max(this.head, head);
    this.startAt(head);
    // The head of a replaced history no longer counts.
    if (!reset) this.head = furthest;
    return this.drain();
  }

  private startAt(rev: number | null) {
    this.have = rev;
    this.head = rev ?? 0;
    this.suspectedAt = null;
    this.isOtherHistory = false;
  }

  private drain(): OwnFrame[] {
    const followed: OwnFrame[] = [];
    for (let next = this.next(); next; next = this.next()) followed.push(next);
    return followed;
  }

  private next(): OwnFrame | undefined {
    const { have, ahead } = this;
    if (have === null) return undefined;
    for (const rev of ahead.keys()) if (rev <= have) ahead.delete(rev);
    const frame = ahead.get(have + 1);
    if (!frame) return undefined;
    ahead.delete(have + 1);
    this.have = have + 1;
    return frame;
  }
}
