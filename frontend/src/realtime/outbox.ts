import type { Message } from "@/lib/wire";
import { backoff } from "./backoff";
import { newNonce } from "./nonce";
import { SocketError, type SocketFailure } from "./requests";
import { type Entry, Shelf } from "./shelf";

/** What became of an entry, for everyone who shows it. */
export type OutboxNews =
  | { type: "queued"; entry: Entry }
  | { type: "failed"; entry: Entry }
  | { type: "stored"; entry: Entry; message: Message }
  | { type: "discarded"; entry: Entry };

export type OutboxOptions = {
  user: number;
  send: (entry: Entry) => Promise<Message>;
  onNews: (news: OutboxNews, own: boolean) => void;
  onCount: (waiting: number) => void;
};

/** Trying again would end the same way: the person has to decide. */
const FINAL = new Set<SocketFailure>([
  "invalid_json",
  "invalid",
  "unknown_type",
  "text_empty",
  "text_too_long",
  "nonce_conflict",
  "forbidden",
  "not_found",
  "room_archived",
  "too_large",
  "server_error",
]);
const TURN_WITHIN = 20_000;

/** My messages on their way: kept until the server has them, sent one after another in each room, under one nonce for ever. */
export class Outbox {
  private readonly options: OutboxOptions;
  private readonly shelf = new Shelf();
  private readonly tabs = new BroadcastChannel("irori-outbox");
  private entries = new Map<string, Entry>();
  private flushing = false;
  private again = false;
  private attempt = 0;
  private lastQueuedAt = 0;
  private timer: number | undefined;

  constructor(options: OutboxOptions) {
    this.options = options;
    this.tabs.onmessage = ({ data }: MessageEvent<OutboxNews>) => {
      if (data.entry.user === options.user) this.take(data, false);
    };
  }

  /** Brings back what an earlier visit left. */
  async open() {
    for (const entry of await this.shelf.all(this.options.user)) {
      if (!this.entries.has(entry.nonce)) this.take({ type: entry.failed ? "failed" : "queued", entry }, true);
    }
    void this.flush();
  }

  close() {
    clearTimeout(this.timer);
    this.tabs.close();
  }

  async write(room: number, text: string, replyTo: number | null) {
    const { user } = this.options;
    const entry = { nonce: newNonce(), user, room, text, replyTo, queuedAt: this.now(), failed: null };
    await this.queue(entry);
  }

  async retry(nonce: string) {
    const entry = this.entries.get(nonce);
    if (entry) await this.queue({ ...entry, queuedAt: this.now(), failed: null });
  }

  async discard(nonce: string) {
    const entry = this.entries.get(nonce);
    if (!entry) return;
    this.publish({ type: "discarded", entry });
    await this.shelf.remove(nonce);
  }

  /** Tells again what waits in a room, to a view that was not there before. */
  show(room: number) {
    for (const entry of this.entries.values()) {
      if (entry.room === room) this.options.onNews({ type: entry.failed ? "failed" : "queued", entry }, true);
    }
  }

  async flush(): Promise<void> {
    this.again = this.flushing;
    if (this.flushing) return;
    clearTimeout(this.timer);
    this.flushing = true;
    try {
      await inTurn(`irori-outbox-${this.options.user}`, () => this.sendAll());
      this.attempt = 0;
    } catch {
      this.timer = window.setTimeout(() => void this.flush(), backoff(this.attempt++));
    }
    this.flushing = false;
    if (this.again) return this.flush();
  }

  private async queue(entry: Entry) {
    this.publish({ type: "queued", entry });
    await this.shelf.put(entry);
    await this.flush();
  }

  private async sendAll() {
    for (let lanes = await this.lanes(); lanes.length > 0; lanes = await this.lanes()) {
      const ends = await Promise.allSettled(lanes.map((lane) => this.sendInOrder(lane)));
      const broken = ends.find((each) => each.status === "rejected");
      if (broken) throw broken.reason;
    }
  }

  /** What waits, room by room: only there does the order matter. */
  private async lanes(): Promise<Entry[][]> {
    const lanes = new Map<number, Entry[]>();
    for (const entry of await this.shelf.all(this.options.user)) {
      if (!entry.failed) lanes.set(entry.room, [...(lanes.get(entry.room) ?? []), entry]);
    }
    return [...lanes.values()];
  }

  private async sendInOrder(lane: Entry[]) {
    for (const entry of lane) await this.send(entry);
  }

  private async send(entry: Entry) {
    if (!(await this.shelf.has(entry))) return;
    try {
      const message = await this.options.send(entry);
      this.publish({ type: "stored", entry, message });
      await this.shelf.remove(entry.nonce);
    } catch (error) {
      if (!(error instanceof SocketError) || !FINAL.has(error.code)) throw error;
      const failed = { ...entry, failed: error.code };
      this.publish({ type: "failed", entry: failed });
      await this.shelf.put(failed);
    }
  }

  private publish(news: OutboxNews) {
    this.take(news, true);
    this.tabs.postMessage(news);
  }

  private take(news: OutboxNews, own: boolean) {
    const { entry, type } = news;
    this.lastQueuedAt = Math.max(this.lastQueuedAt, entry.queuedAt);
    if (type === "queued" || type === "failed") this.entries.set(entry.nonce, entry);
    else this.entries.delete(entry.nonce);
    this.options.onNews(news, own);
    this.options.onCount([...this.entries.values()].filter((each) => !each.failed).length);
  }

  /** Grows even where the clock is set back. */
  private now() {
    this.lastQueuedAt = Math.max(Date.now(), this.lastQueuedAt + 1);
    return this.lastQueuedAt;
  }
}

/**
 * One tab sends at a time, so that the order holds across tabs. A tab that the system froze in its turn must not hold
 * the others up: the nonce keeps a message that two tabs send from being stored twice.
 */
async function inTurn(name: string, work: () => Promise<void>) {
  if (!navigator.locks) return work();
  const patience = AbortSignal.timeout(TURN_WITHIN);
  let begun = false;
  const begin = () => {
    begun = true;
    return work();
  };
  try {
    await navigator.locks.request(name, { signal: patience }, begin);
  } catch (error) {
    if (begun) throw error;
    await work();
  }
}
