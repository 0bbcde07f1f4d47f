import { withLock } from "@/lib/browser/locks";
import { newNonce } from "@/lib/http/nonce";
import { waitForRetry } from "@/lib/http/retry";
import type { ErrorCode } from "@/lib/protocol/types";
import { type Attachment, allAttachments } from "./attachment";
import { type Tools, uploadAttachment } from "./uploadAttachment";
import { verdictOf } from "./uploadFailure";

export type QueueOptions = Tools & { user: number };

/** Uploads at once. More would only share the same line. */
const AT_ONCE = 3;

/**
 * Uploads waiting attachments. One tab at a time uploads what the browser keeps; what only one page has is uploaded by
 * that page.
 */
export class UploadQueue {
  private readonly options: QueueOptions;
  private readonly running = new Map<string, AbortController>();
  private isWaitingForTurn = false;
  private hasTurn = false;
  private isStopped = false;
  private endTurn = () => {};

  constructor(options: QueueOptions) {
    this.options = options;
  }

  /** Starts what can start. Call it after each change that may let something start. */
  work() {
    if (this.isStopped) return;
    const waiting = allAttachments().filter(({ id, state }) => state === "waiting" && !this.running.has(id));
    for (const each of waiting.sort((a, b) => a.addedAt - b.addedAt || a.position - b.position)) {
      if (this.running.size < AT_ONCE && this.isMine(each)) void this.run(each.id);
    }
    if (this.hasTurn && this.running.size === 0) this.endTurn();
    if (waiting.some((each) => each.isKept)) void this.takeTurn();
  }

  abort(id: string) {
    this.running.get(id)?.abort();
    this.running.delete(id);
  }

  stop() {
    this.isStopped = true;
    for (const id of [...this.running.keys()]) this.abort(id);
    this.endTurn();
  }

  private isMine({ id, isKept }: Attachment) {
    return isKept ? this.hasTurn : this.options.storage.isOnlyHere(id);
  }

  private async takeTurn() {
    if (this.isWaitingForTurn || this.hasTurn) return;
    this.isWaitingForTurn = true;
    await withLock(`irori-uploads-${this.options.user}`, () => this.turn());
    this.isWaitingForTurn = false;
  }

  /** Lasts as long as there is something to upload. */
  private async turn() {
    if (this.isStopped) return;
    this.isWaitingForTurn = false;
    this.hasTurn = true;
    const ended = new Promise<void>((resolve) => {
      this.endTurn = resolve;
    });
    this.work();
    await ended;
    this.hasTurn = false;
  }

  private async run(id: string) {
    const controller = new AbortController();
    this.running.set(id, controller);
    await this.uploadPatiently(id, controller.signal);
    if (this.running.get(id) === controller) this.running.delete(id);
    this.work();
  }

  private async uploadPatiently(id: string, signal: AbortSignal) {
    let isAnew = false;
    for (let tries = 0; !signal.aborted; tries++) {
      try {
        const onAccepted = () => {
          tries = 0;
        };
        return await uploadAttachment(id, { ...this.options, signal, onAccepted });
      } catch (error) {
        if (signal.aborted) return;
        const verdict = verdictOf(error, tries);
        if (verdict.next === "refused") return this.refuse(id, verdict.code);
        if (verdict.next === "again") await wait(tries, verdict.after);
        else if (isAnew) return this.refuse(id, "upload_gone");
        else this.begin(id);
        isAnew ||= verdict.next === "anew";
      }
    }
  }

  private begin(id: string) {
    this.options.change(id, { key: newNonce(), url: null, file: null, toldAlt: "" });
  }

  private refuse(id: string, failure: ErrorCode) {
    this.options.change(id, { state: "failed", failure });
  }
}

const wait = (tries: number, seconds: number | null) =>
  seconds === null ? waitForRetry(tries) : new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));
