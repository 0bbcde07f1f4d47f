import { withLock } from "@/lib/browser/locks";
import { backoff } from "@/realtime/connection/backoff";
import type { Entry } from "./outboxStorage";

export type DeliveryOptions = {
  /** Lock name, the same in every tab that delivers the same messages. */
  name: string;
  waiting: () => Promise<Entry[]>;
  /** Throws where a later try may succeed. */
  deliver: (entry: Entry) => Promise<void>;
};

const TURN_WITHIN = 20_000;

/** Delivers waiting entries, in order within each room, and tries again after a failure. */
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
      await inOneTab(this.options.name, () => this.deliverAll());
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
    for (let queues = await this.queues(); queues.length > 0; queues = await this.queues()) {
      const ends = await Promise.allSettled(queues.map((queue) => this.deliverInOrder(queue)));
      const broken = ends.find((each) => each.status === "rejected");
      if (broken) throw broken.reason;
    }
  }

  /** Waiting entries by room, because the order matters within a room alone. */
  private async queues(): Promise<Entry[][]> {
    const queues = new Map<number, Entry[]>();
    for (const entry of await this.options.waiting()) {
      queues.set(entry.room, [...(queues.get(entry.room) ?? []), entry]);
    }
    return [...queues.values()];
  }

  private async deliverInOrder(queue: Entry[]) {
    for (const entry of queue) await this.options.deliver(entry);
  }
}

/**
 * Runs the work in one tab at a time, so that the order holds across tabs. A tab that the system froze holds the others
 * up for 20 s at most: the nonce keeps a message that two tabs send from being stored twice.
 */
async function inOneTab(name: string, work: () => Promise<void>) {
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
