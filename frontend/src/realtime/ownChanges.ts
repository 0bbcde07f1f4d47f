import type { OwnFrame, OwnSync } from "@/lib/protocol/types";
import { doubtAfter } from "@/realtime/timeline/staleHead";

const MOST_AHEAD = 200;

/** How much of what is mine alone has come, by the own rev of each change: the rule that rooms have for theirs. */
export class Own {
  /** Every change up to this own rev is here. Null where the server counts none, as in the version before. */
  private have: number | null = null;
  private head = 0;
  private doubt: number | null = null;
  private isOtherHistory = false;
  /** Changes that overtook one they follow. */
  private ahead = new Map<number, OwnFrame>();

  /** The own rev to ask with, where something is missing. */
  get behind(): number | null {
    return this.have !== null && (this.head > this.have || this.isOtherHistory) ? this.have : null;
  }

  /** The own rev in `hello`, whose state is at least as new. */
  greet(rev: number | undefined) {
    this.startAt(rev ?? null);
    this.ahead.clear();
  }

  /** What applies now, in its order. */
  receive(frame: OwnFrame): readonly OwnFrame[] {
    const { me } = frame;
    if (me === undefined || this.have === null) return [frame];
    if (me <= this.have) return [];
    this.head = Math.max(this.head, me);
    if (this.ahead.size < MOST_AHEAD || me === this.have + 1) this.ahead.set(me, frame);
    return this.drain();
  }

  /** The own rev in a heartbeat. */
  hear(rev: number | undefined) {
    if (rev === undefined || this.have === null) return;
    const { doubt, isSure } = doubtAfter(this.doubt, this.have, rev);
    this.doubt = doubt;
    this.isOtherHistory ||= isSure;
    this.head = Math.max(this.head, rev);
  }

  /** The answer of sync. Null where it is older than what has come meanwhile; else the frames that follow it. */
  take({ head, reset }: OwnSync): readonly OwnFrame[] | null {
    if (this.have === null) return null;
    if (!reset && head <= this.have) {
      this.doubt = null;
      this.isOtherHistory = false;
      return null;
    }
    const furthest = Math.max(this.head, head);
    this.startAt(head);
    // What a heartbeat told of another history counts no more.
    if (!reset) this.head = furthest;
    return this.drain();
  }

  private startAt(rev: number | null) {
    this.have = rev;
    this.head = rev ?? 0;
    this.doubt = null;
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
