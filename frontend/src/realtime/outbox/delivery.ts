import { withLock } from "@/lib/browser/locks";
import { backoff } from "@/realtime/connection/backoff";
import type { Entry } from "./outboxStorage";

export type DeliveryOptions = {
  /** The same in every tab that delivers the same messages. */
  name: string;
  waiting: () => Promise<Entry[]>;
  /** Throws where a later try may end better. */
  deliver: (entry: Entry) => Promise<void>;
};

const TURN_WITHIN = 20_000;

/** Delivers what waits until nothing does: one after another in each room, and again later after a failure. */
export class Delivery {
  private readonly options: DeliveryOptions;
  private flushing = false;
  private again = false;
  private stopped = false;
  private attempt = 0;
  private timer: number | undefined;

  constructor(options: DeliveryOptions) {
    this.options = options;
  }

  async flush(): Promise<void> {
    this.again = this.flushing;
    if (this.flushing) return;
    clearTimeout(this.timer);
    this.flushing = true;
    try {
      await inTurn(this.options.name, () => this.deliverAll());
      this.attempt = 0;
    } catch {
      if (!this.stopped) this.timer = window.setTimeout(() => void this.flush(), backoff(this.attempt++));
    }
    this.flushing = false;
    if (this.again) return this.flush();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async deliverAll() {
    for (let lanes = await this.lanes(); lanes.length > 0; lanes = await this.lanes()) {
      const ends = await Promise.allSettled(lanes.map((lane) => this.deliverInOrder(lane)));
      const broken = ends.find((each) => each.status === "rejected");
      if (broken) throw broken.reason;
    }
  }

  /** What waits, room by room: only there does the order matter. */
  private async lanes(): Promise<Entry[][]> {
    const lanes = new Map<number, Entry[]>();
    for (const entry of await this.options.waiting()) {
      lanes.set(entry.room, [...(lanes.get(entry.room) ?? []), entry]);
    }
    return [...lanes.values()];
  }

  private async deliverInOrder(lane: Entry[]) {
    for (const entry of lane) await this.options.deliver(entry);
  }
}

/**
 * Runs the work in one tab at a time, so that the order holds across tabs. A tab that the system froze holds the others up for 20 s
 * at most: the nonce keeps a message that two tabs send from being stored twice.
 */
async function inTurn(name: string, work: () => Promise<void>) {
  let begun = false;
  const begin = () => {
    begun = true;
    return work();
  };
  try {
    await withLock(name, begin, AbortSignal.timeout(TURN_WITHIN));
  } catch (error) {
    if (begun) throw error;
    await work();
  }
}
