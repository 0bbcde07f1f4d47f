import { newNonce } from "@/lib/http/nonce";
import type { Message } from "@/lib/protocol/types";
import { SocketError, type SocketFailure } from "@/realtime/connection/requests";
import { Delivery } from "./delivery";
import { type Entry, Shelf } from "./outboxStorage";

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

export type Written = { room: number; text: string; replyTo?: number | null; thread?: number | null };

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
  "posting_closed",
  "too_large",
  "server_error",
]);

/** My messages on their way, kept until the server has them, under one nonce for ever; every tab hears what becomes of them. */
export class Outbox {
  private readonly options: OutboxOptions;
  private readonly shelf = new Shelf();
  private readonly tabs = new BroadcastChannel("irori-outbox");
  private readonly entries = new Map<string, Entry>();
  private readonly delivery: Delivery;
  private lastQueuedAt = 0;
  private isForgotten = false;

  constructor(options: OutboxOptions) {
    this.options = options;
    this.delivery = new Delivery({
      name: `irori-outbox-${options.user}`,
      waiting: async () => (await this.shelf.all(options.user)).filter((each) => !each.failed),
      deliver: (entry) => this.send(entry),
    });
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
    this.delivery.stop();
    this.tabs.close();
  }

  /** How many of mine the server does not have, those it refused among them. */
  get unsent() {
    return this.entries.size;
  }

  /** For who signs out: nothing is kept, nor sent any more. */
  async forget() {
    this.isForgotten = true;
    this.delivery.stop();
    this.entries.clear();
    await this.shelf.clear(this.options.user);
  }

  async write({ room, text, replyTo = null, thread = null }: Written) {
    const { user } = this.options;
    const entry = { nonce: newNonce(), user, room, text, replyTo, thread, queuedAt: this.now(), failed: null };
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

  flush() {
    return this.delivery.flush();
  }

  private async queue(entry: Entry) {
    this.publish({ type: "queued", entry });
    await this.shelf.put(entry);
    await this.flush();
  }

  private async send(entry: Entry) {
    if (!(await this.shelf.has(entry))) return;
    try {
      const message = await this.options.send(entry);
      this.publish({ type: "stored", entry, message });
      await this.shelf.remove(entry.nonce);
    } catch (error) {
      if (!(error instanceof SocketError) || !FINAL.has(error.code)) throw error;
      if (this.isForgotten) return;
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
