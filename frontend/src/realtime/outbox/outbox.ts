import { openChannel } from "@/lib/browser/channel";
import { newNonce } from "@/lib/http/nonce";
import type { HeldMessage, Message } from "@/lib/protocol/types";
import { isBlank } from "@/lib/text/blank";
import { SocketError, type SocketFailure } from "@/realtime/connection/requests";
import { Delivery } from "./delivery";
import { type Entry, OutboxStorage } from "./outboxStorage";

/** A change of an entry, for its views and the other tabs. */
export type OutboxEvent =
  | { type: "queued"; entry: Entry }
  | { type: "failed"; entry: Entry }
  | { type: "stored"; entry: Entry; message: Message }
  | { type: "held"; entry: Entry; held: HeldMessage }
  | { type: "discarded"; entry: Entry };

export type OutboxOptions = {
  user: number;
  /** `attempt`: how often the entry has been sent, this time included. */
  send: (entry: Entry, attempt: number) => Promise<Message | { held: HeldMessage }>;
  /** Whether its files are uploaded. Until then later messages of the room overtake it. */
  isReady?: (entry: Entry) => boolean;
  /** The server does not have the files of a message. Returns whether they are uploaded again. */
  onFilesLost?: (entry: Entry) => boolean;
  onEvent: (event: OutboxEvent, own: boolean) => void;
  onCount: (waiting: number) => void;
};

/** `files`: the ids of its attachments. `onKept`: called when the message is in storage, or cannot be. */
export type Written = {
  room: number;
  text: string;
  replyTo?: number | null;
  thread?: number | null;
  nonce?: string;
  files?: readonly string[];
  onKept?: () => void;
};

/**
 * Another try may succeed. Any other refusal, also one that this page does not know, would come again, and hold up the
 * room's later messages: the person decides.
 */
const PASSING = new Set<SocketFailure>([
  "closed",
  "timeout",
  "unavailable",
  "rate_limited",
  "slow_mode",
  "too_many_sockets",
  "request_timeout",
  "not_authenticated",
  "token_missing",
  "token_expired",
  "token_invalid",
  "session_revoked",
  "user_inactive",
]);

/** Milliseconds. Most messages are stored long before. */
const HELP_AFTER = 1_000;

/** My messages that the server does not have yet. Each keeps one nonce for ever, and every tab follows them. */
export class Outbox {
  private readonly options: OutboxOptions;
  private readonly storage = new OutboxStorage();
  private readonly tabs = openChannel("irori-outbox");
  private readonly entries = new Map<string, Entry>();
  private readonly delivery: Delivery;
  private lastQueuedAt = 0;
  private isForgotten = false;
  /** Restored from storage, by nonce. */
  private readonly restored = new Map<string, Entry>();
  /** Messages whose files this page uploaded again without being asked, which helps once. */
  private readonly restarted = new Set<string>();
  /** How often this page has sent each message that it wrote or sent, by nonce. */
  private readonly attempts = new Map<string, number>();
  private help: number | undefined;

  constructor(options: OutboxOptions) {
    this.options = options;
    this.delivery = new Delivery({
      name: `irori-outbox-${options.user}`,
      waiting: () => this.waiting(),
      deliver: (entry) => this.send(entry),
    });
    this.tabs.onmessage = ({ data }: MessageEvent<OutboxEvent>) => {
      if (data.entry.user === options.user) this.hear(data);
    };
  }

  /** Restores the entries of an earlier visit. */
  async open() {
    for (const entry of await this.storage.all(this.options.user)) {
      if (this.entries.has(entry.nonce)) continue;
      this.restored.set(entry.nonce, entry);
      this.take({ type: entry.failed ? "failed" : "queued", entry }, true);
    }
    void this.flush();
  }

  close() {
    this.delivery.stop();
    clearTimeout(this.help);
    this.tabs.close();
  }

  /** How many of my messages the server does not have, including refused ones. */
  get unsent() {
    return this.entries.size;
  }

  /** Whether closing the page loses messages. */
  get isAtRisk() {
    return this.storage.isAtRisk;
  }

  /** For signing out: removes all entries and sends none. */
  async forget() {
    this.isForgotten = true;
    this.delivery.stop();
    this.entries.clear();
    await this.storage.clear(this.options.user);
  }

  /** The waiting and failed messages with their attachments, by nonce. */
  files(): ReadonlyMap<string, readonly string[]> {
    return new Map([...this.entries.values()].map(({ nonce, files = [] }) => [nonce, files]));
  }

  async write({ onKept, ...written }: Written) {
    const { user } = this.options;
    const content = { nonce: newNonce(), replyTo: null, thread: null, files: [], ...written };
    this.attempts.set(content.nonce, 0);
    await this.queue({ ...content, user, queuedAt: this.now(), failed: null }, onKept);
  }

  /** Takes a file away from a message. One without text and files goes. */
  async dropFile(nonce: string, file: string) {
    const entry = this.entries.get(nonce);
    if (!entry) return;
    const files = (entry.files ?? []).filter((each) => each !== file);
    if (files.length === 0 && isBlank(entry.text)) return this.discard(nonce);
    await this.queue({ ...entry, files });
  }

  async retry(nonce: string, change: Pick<Entry, "despiteWarning"> = {}) {
    const entry = this.entries.get(nonce);
    if (!entry) return;
    if (entry.failed === "file_not_found") this.options.onFilesLost?.(entry);
    await this.queue({ ...entry, ...change, queuedAt: this.now(), failed: null, refusal: {} });
  }

  async discard(nonce: string) {
    const entry = this.entries.get(nonce);
    if (!entry) return;
    this.publish({ type: "discarded", entry });
    await this.storage.remove(nonce);
  }

  /** Repeats the entries of a room for a new view. */
  show(room: number) {
    for (const entry of this.entries.values()) {
      if (entry.room === room) this.options.onEvent({ type: entry.failed ? "failed" : "queued", entry }, true);
    }
  }

  flush() {
    return this.delivery.flush();
  }

  /**
   * The tab that wrote a message sends it, and is given the time for it: this one may have no connection, and would hold
   * the message up. A tab that has been closed, or is offline by itself, leaves its message to the others.
   */
  private hear(event: OutboxEvent) {
    this.take(event, false);
    if (event.type !== "queued") return;
    clearTimeout(this.help);
    this.help = window.setTimeout(() => {
      if ([...this.entries.values()].some((each) => !each.failed)) void this.flush();
    }, HELP_AFTER);
  }

  private async queue(entry: Entry, onKept = () => {}) {
    this.publish({ type: "queued", entry });
    await this.storage.put(entry);
    onKept();
    await this.flush();
  }

  private async waiting() {
    const stored = await this.storage.all(this.options.user);
    this.dropGone(stored);
    return stored.filter((each) => this.canSend(each));
  }

  /** Another tab may have sent a message while this one restored it, before it could hear of that. */
  private dropGone(stored: readonly Entry[]) {
    const there = new Set(stored.map(({ nonce }) => nonce));
    for (const [nonce, entry] of this.restored) {
      if (there.has(nonce)) continue;
      this.restored.delete(nonce);
      if (this.entries.has(nonce)) this.take({ type: "discarded", entry }, false);
    }
  }

  private canSend(entry: Entry) {
    return !entry.failed && (this.options.isReady?.(entry) ?? true);
  }

  private async send(entry: Entry) {
    if (!(await this.storage.has(entry))) return;
    const attempt = this.attemptOf(entry) + 1;
    this.attempts.set(entry.nonce, attempt);
    // Another page takes a message that it did not write for sent once.
    if (attempt > 1) await this.storage.noteAttempt(entry, attempt);
    try {
      const answer = await this.options.send(entry, attempt);
      this.publish("held" in answer ? { type: "held", entry, ...answer } : { type: "stored", entry, message: answer });
      await this.storage.remove(entry.nonce);
    } catch (error) {
      if (!(error instanceof SocketError) || PASSING.has(error.code)) throw error;
      if (this.isForgotten || this.uploadsAgain(entry, error.code)) return;
      const failed = { ...entry, failed: error.code, refusal: error.refusal, attempt };
      this.publish({ type: "failed", entry: failed });
      await this.storage.put(failed);
    }
  }

  /** A message of another page, or of an earlier one, may have been sent without an answer. */
  private attemptOf({ nonce, attempt = 0 }: Entry) {
    return Math.max(this.attempts.get(nonce) ?? 1, attempt);
  }

  /** An upload ends after a day without its message, such as that of a device that slept. */
  private uploadsAgain({ nonce }: Entry, code: SocketFailure) {
    const entry = this.entries.get(nonce);
    if (code !== "file_not_found" || !entry || this.restarted.has(nonce)) return false;
    this.restarted.add(nonce);
    return this.options.onFilesLost?.(entry) ?? false;
  }

  private publish(event: OutboxEvent) {
    this.take(event, true);
    this.tabs.postMessage(event);
  }

  private take(event: OutboxEvent, own: boolean) {
    const { entry, type } = event;
    this.lastQueuedAt = Math.max(this.lastQueuedAt, entry.queuedAt);
    if (type === "queued" || type === "failed") this.entries.set(entry.nonce, entry);
    else this.settle(entry.nonce);
    this.options.onEvent(event, own);
    this.options.onCount([...this.entries.values()].filter((each) => !each.failed).length);
  }

  private settle(nonce: string) {
    this.entries.delete(nonce);
    this.attempts.delete(nonce);
  }

  /** Grows even when the clock is set back. */
  private now() {
    this.lastQueuedAt = Math.max(Date.now(), this.lastQueuedAt + 1);
    return this.lastQueuedAt;
  }
}
