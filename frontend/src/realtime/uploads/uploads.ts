import { openChannel } from "@/lib/browser/channel";
import { newNonce } from "@/lib/http/nonce";
import type { File as SentFile } from "@/lib/protocol/types";
import { otherTabsOpen } from "@/lib/session/tabs";
import type { Place } from "@/realtime/outbox/draftStorage";
import {
  type Attachment,
  allAttachments,
  attachmentOf,
  canBePhoto,
  draftAttachments,
  hideAllAttachments,
  hideAttachment,
  inOrder,
  isForwarded,
  type Kind,
  showAttachment,
  showSent,
} from "./attachment";
import { AttachmentStorage } from "./attachmentStorage";
import { dropUpload } from "./dropUpload";
import { knownLimits, MOST_FILES } from "./uploadLimits";
import { UploadQueue } from "./uploadQueue";

export type UploadsOptions = {
  user: number;
  /** All attachments of a message are ready, or fewer are left. */
  onReady: () => void;
};

type News =
  /** `change` of an attachment that the tab knows; a new one, or one that it does not know yet, as a whole. */
  | { type: "changed"; attachment: Attachment; change: Change }
  | { type: "removed"; user: number; id: string }
  | { type: "sent"; user: number; id: string; bytes: number };

/** A file on the server that another message has. */
export type Forwarded = Pick<SentFile, "id" | "name" | "type" | "size" | "alt"> & { preview: string | null };

type Change = Partial<Omit<Attachment, "id" | "user">>;

/** The attachments of one person's drafts and unsent messages. They are uploaded from the moment they are added. */
export class Uploads {
  private readonly options: UploadsOptions;
  private readonly storage = new AttachmentStorage();
  private readonly tabs = openChannel("irori-uploads");
  private readonly queue: UploadQueue;
  /** Another tab may tell of a change that it made before it heard of the removal. */
  private readonly removed = new Set<string>();
  private isForgotten = false;
  private isRestored = false;
  private restored: Promise<void> | null = null;

  constructor(options: UploadsOptions) {
    this.options = options;
    this.queue = new UploadQueue({
      user: options.user,
      storage: this.storage,
      change: (id, change) => this.change(id, change),
      onSent: (id, bytes) => {
        showSent(id, bytes);
        this.tabs.postMessage({ type: "sent", user: options.user, id, bytes } satisfies News);
      },
    });
    this.tabs.onmessage = ({ data }: MessageEvent<News>) => this.hear(data);
    addEventListener("pagehide", this.leave);
  }

  /** Restores what an earlier visit left. */
  open(): Promise<void> {
    this.restored ??= this.restore();
    return this.restored;
  }

  close() {
    removeEventListener("pagehide", this.leave);
    this.queue.stop();
    this.tabs.close();
    hideAllAttachments();
  }

  /** Whether closing the page loses files. */
  get isAtRisk() {
    return allAttachments().some(({ id, file }) => !file && this.storage.isAtRisk(id));
  }

  /** Adds files to a draft, as many as a message takes. Returns how many it does not take. */
  add(place: Place, files: readonly File[], kind?: Kind): number {
    const before = draftAttachments(place);
    const taken = files.slice(0, Math.max(0, MOST_FILES - before.length));
    const last = before.at(-1)?.position ?? 0;
    taken.forEach((file, index) => void this.take(this.newAttachment(place, file, last + index + 1, kind), file));
    return files.length - taken.length;
  }

  /** Adds files of a message to a draft. The server copies them when it is sent. */
  forward(place: Place, files: readonly Forwarded[]) {
    const last = draftAttachments(place).at(-1)?.position ?? 0;
    files
      .slice(0, MOST_FILES - draftAttachments(place).length)
      .forEach(({ id, name, type, size, alt, preview }, index) => {
        const blank = this.blank(place, last + index + 1);
        const known = { name, type, size, alt, preview, file: id, toldAlt: alt };
        this.publish({ ...blank, ...known, state: "ready", isKept: true });
      });
  }

  remove(id: string) {
    const attachment = attachmentOf(id);
    if (!attachment) return;
    this.drop(id);
    void dropUpload(attachment);
  }

  retry(id: string) {
    const attachment = attachmentOf(id);
    if (attachment?.state !== "failed" || !this.canRetry(attachment)) return;
    const isGone = attachment.failure !== "upload_conflict" && attachment.failure !== "scanner_away";
    this.change(id, { state: "waiting", failure: null, ...(isGone && FROM_THE_START()) });
    this.queue.work();
  }

  /** Whether the bytes are there, and something else can come of it. */
  canRetry({ id, isKept, failure }: Attachment) {
    return failure !== "file_empty" && failure !== "file_too_large" && (isKept || this.storage.isOnlyHere(id));
  }

  /** Uploads again as the other kind, because an upload keeps its kind. */
  setKind(id: string, kind: Kind) {
    const attachment = attachmentOf(id);
    if (!attachment || attachment.kind === kind) return;
    this.queue.abort(id);
    void dropUpload(attachment);
    this.change(id, { kind, state: "waiting", failure: null, ...FROM_THE_START() });
    this.queue.work();
  }

  setAlt(id: string, alt: string) {
    const attachment = attachmentOf(id);
    if (!attachment || attachment.alt === alt) return;
    this.change(id, { alt, ...(attachment.state === "ready" && { state: "waiting" }) });
    this.queue.work();
  }

  /** Moves an attachment of a draft to another place among the others. Returns its index. */
  moveTo(id: string, index: number): number {
    const moved = attachmentOf(id);
    if (!moved) return 0;
    const others = draftAttachments(moved).filter((each) => each.id !== id);
    const target = Math.min(Math.max(0, index), others.length);
    others.splice(target, 0, moved);
    for (const [position, { id }] of others.entries()) this.change(id, { position });
    return target;
  }

  /** The attachments of a draft become those of a message. Returns their ids. `keepClaim` follows. */
  claim(place: Place, nonce: string): string[] {
    const claimed = draftAttachments(place);
    for (const each of claimed) showAttachment({ ...each, message: nonce });
    return claimed.map(({ id }) => id);
  }

  /** Once the message is kept: no other page finds attachments of a message that it does not know. */
  keepClaim(ids: readonly string[]) {
    for (const id of ids) this.change(id, { message: attachmentOf(id)?.message ?? null });
  }

  /** At the start: those of a message that is stored by now go. */
  settle(waiting: ReadonlyMap<string, readonly string[]>) {
    for (const [nonce, ids] of waiting) for (const id of ids) this.change(id, { message: nonce });
    for (const { id, message } of allAttachments()) if (message && !waiting.has(message)) this.drop(id);
  }

  /** Also once an attachment is lost: `filesOf` says so. Not before it is known which are there. */
  isReady(ids: readonly string[]) {
    return ids.length === 0 || (this.isRestored && ids.every((id) => (attachmentOf(id)?.state ?? "ready") === "ready"));
  }

  /** The server's ids; null where an attachment was lost. */
  filesOf(ids: readonly string[]): string[] | null {
    const files = inOrder(ids.flatMap((id) => attachmentOf(id) ?? [])).flatMap(({ file }) => file ?? []);
    return files.length === ids.length ? files : null;
  }

  /** The message is stored, so the server has them. */
  release(ids: readonly string[]) {
    for (const id of ids) this.drop(id);
  }

  /** The server has them no more. Uploads again what has bytes here; the message waits. Returns whether there is any. */
  restart(ids: readonly string[]): boolean {
    const some = ids
      .flatMap((id) => attachmentOf(id) ?? [])
      .filter((each) => !isForwarded(each) && this.canRetry(each));
    for (const { id } of some) this.change(id, { state: "waiting", failure: null, ...FROM_THE_START() });
    this.queue.work();
    return some.length > 0;
  }

  bytes(id: string) {
    return this.storage.bytes(id);
  }

  /** For signing out: nothing stays. */
  async forget() {
    this.isForgotten = true;
    this.queue.stop();
    hideAllAttachments();
    await this.storage.clear(this.options.user);
  }

  /** The page goes, and with it the bytes that no other tab has. Else the others would wait for them. */
  private leave = () => {
    for (const { id, file, state } of allAttachments()) {
      const isLost = state === "waiting" && !file && this.storage.isOnlyHere(id);
      if (isLost) this.change(id, { state: "failed", failure: "file_not_found" });
    }
  };

  private async restore() {
    const isAlone = !(await otherTabsOpen());
    for (const attachment of await this.storage.all(this.options.user)) {
      if (attachmentOf(attachment.id)) continue;
      const isLost = isAlone && !attachment.isKept && !attachment.file;
      showAttachment(isLost ? { ...attachment, state: "failed", failure: "file_not_found" } : attachment);
    }
    this.isRestored = true;
    this.queue.work();
  }

  private async take(attachment: Attachment, file: File) {
    this.publish(attachment);
    const { id, failure } = attachment;
    if (failure === "file_empty" || failure === "file_too_large") return;
    const isKept = await this.storage.keep(attachment, file);
    // Removed, or signed out, meanwhile.
    if (!attachmentOf(id)) return this.storage.remove(id);
    this.change(id, { isKept });
    this.queue.work();
  }

  private newAttachment(place: Place, file: File, position: number, kind?: Kind): Attachment {
    const { name, type, size } = file;
    const failure = failureOf(file, this.waitingBytes());
    const attachment = { ...this.blank(place, position), name: name.normalize("NFC"), type, size };
    const fitting = canBePhoto(file) ? (kind ?? "photo") : "file";
    return { ...attachment, kind: fitting, state: failure ? "failed" : "waiting", failure };
  }

  private waitingBytes() {
    return allAttachments()
      .filter(({ state, file }) => state === "waiting" && !file)
      .reduce((sum, { size }) => sum + size, 0);
  }

  private blank({ room, thread }: Place, position: number): Attachment {
    return {
      ...{ id: newNonce(), user: this.options.user, room, thread, message: null, position },
      ...{ name: "", type: "", size: 0, kind: "file", alt: "", state: "waiting", failure: null },
      ...FROM_THE_START(),
      ...{ isKept: null, preview: null, addedAt: Date.now() },
    };
  }

  private change(id: string, change: Change) {
    const before = attachmentOf(id);
    if (!before || this.isForgotten) return;
    void this.storage.change(id, change);
    this.show({ ...before, ...change }, change);
  }

  private publish(attachment: Attachment) {
    if (this.isForgotten) return;
    void this.storage.add(attachment);
    this.show(attachment, attachment);
  }

  private show(attachment: Attachment, change: Change) {
    showAttachment(attachment);
    this.tabs.postMessage({ type: "changed", attachment, change } satisfies News);
    if (attachment.state === "ready") this.options.onReady();
  }

  private drop(id: string) {
    this.removed.add(id);
    this.queue.abort(id);
    hideAttachment(id);
    void this.storage.remove(id);
    this.tabs.postMessage({ type: "removed", user: this.options.user, id } satisfies News);
  }

  private hear(news: News) {
    if (news.type === "changed") return this.follow(news);
    if (news.user !== this.options.user) return;
    if (news.type === "sent") return showSent(news.id, news.bytes);
    this.removed.add(news.id);
    this.queue.abort(news.id);
    hideAttachment(news.id);
  }

  private follow({ attachment: told, change }: Extract<News, { type: "changed" }>) {
    if (told.user !== this.options.user || this.isForgotten || this.removed.has(told.id)) return;
    const before = attachmentOf(told.id);
    const attachment = before ? { ...before, ...change } : told;
    if (before && before.key !== attachment.key) this.queue.abort(told.id);
    showAttachment(attachment);
    this.queue.work();
    if (attachment.state === "ready") this.options.onReady();
  }
}

const FROM_THE_START = () => ({ key: newNonce(), url: null, file: null, toldAlt: "" });

/** What the server would refuse, before anything is uploaded. */
function failureOf({ size }: File, waiting: number) {
  const { size: most, left } = knownLimits();
  if (size === 0) return "file_empty";
  if (size > most) return "file_too_large";
  return left !== null && size + waiting > left ? "quota_reached" : null;
}
