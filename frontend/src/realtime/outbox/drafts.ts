import { ApiError } from "@/lib/http/request";
import type * as protocol from "@/lib/protocol/types";
import { allDrafts, draftIn, keepDraft, type Place } from "./draftStorage";

type Draft = Omit<protocol.Draft, "rev">;

export type DraftsOptions = {
  user: number;
  /** Sends a draft. Returns the server's draft, which may be a newer one of another device. */
  send: (draft: Draft) => Promise<Draft>;
  load: () => Promise<readonly Draft[]>;
};

/** Milliseconds after the last key in which no other device's draft replaces the text. */
const TYPING = 5_000;
const SETTLE = 800;
/** The server keeps this many drafts, so a missing one may only be older. */
const KEPT = 200;

/** Synchronises drafts with the server. The newest wins. */
export class Drafts {
  private readonly options: DraftsOptions;
  private readonly typed = new Map<string, number>();
  private readonly held = new Map<string, number>();
  private timer: number | undefined;

  constructor(options: DraftsOptions) {
    this.options = options;
  }

  write(place: Place, text: string) {
    const before = draftIn(this.options.user, place);
    if (text === (before?.text ?? "")) return;
    this.typed.set(nameOf(place), Date.now());
    this.keep(place, { text, at: new Date().toISOString(), told: false });
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.sendAll(), SETTLE);
  }

  receive(heard: Draft) {
    const draft = normal(heard);
    const { text, at } = draft;
    if (at <= (draftIn(this.options.user, draft)?.at ?? "")) return;
    const quiet = (this.typed.get(nameOf(draft)) ?? 0) + TYPING - Date.now();
    if (quiet > 0) return this.hold(draft, quiet);
    this.keep(draft, { text, at, told: true });
  }

  /** After `hello`: sends unsent drafts, then loads those of other devices. */
  async resume() {
    const before = allDrafts(this.options.user);
    await this.sendAll();
    const drafts = await this.options.load().catch(() => null);
    if (!drafts) return;
    for (const draft of drafts) this.receive(draft);
    if (drafts.length < KEPT) this.clearMissing(before, drafts);
  }

  /** Sends at once, without waiting for a pause. */
  async sendNow() {
    clearTimeout(this.timer);
    await this.sendAll();
  }

  stop() {
    clearTimeout(this.timer);
    for (const timer of this.held.values()) clearTimeout(timer);
  }

  private hold(draft: Draft, milliseconds: number) {
    const name = nameOf(draft);
    clearTimeout(this.held.get(name));
    this.held.set(
      name,
      window.setTimeout(() => this.receive(draft), milliseconds),
    );
  }

  private async sendAll() {
    const unsent = allDrafts(this.options.user).filter(({ told }) => !told);
    await Promise.all(unsent.map(({ room, thread, text, at }) => this.send({ room, thread, text, at })));
  }

  private async send(draft: Draft) {
    try {
      this.settle(draft, normal(await this.options.send(draft)));
    } catch (error) {
      // A refusal is final, as for a room that is no longer mine. Other errors, also a rate limit, are repeated on the
      // next connection.
      if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429)
        this.settle(draft, draft);
    }
  }

  /** The server's time counts, because a fast clock must not keep newer drafts away. */
  private settle(told: Draft, kept: Draft) {
    if (draftIn(this.options.user, told)?.at !== told.at) return;
    if (kept.at <= told.at) this.keep(told, { text: told.text, at: kept.at, told: true });
    else this.receive(kept);
  }

  /** Drafts that another device sent or cleared while this one was offline. */
  private clearMissing(before: ReturnType<typeof allDrafts>, drafts: readonly Draft[]) {
    const there = new Set(drafts.map(nameOf));
    for (const { told, text, at, ...place } of before) {
      const isUntouched = draftIn(this.options.user, place)?.at === at;
      if (told && text && isUntouched && !there.has(nameOf(place))) this.keep(place, { text: "", at, told });
    }
  }

  private keep({ room, thread }: Place, kept: Parameters<typeof keepDraft>[2]) {
    keepDraft(this.options.user, { room, thread }, kept);
  }
}

const nameOf = ({ room, thread }: Place) => `${room}/${thread}`;

/** UTC times, which compare as text. */
const normal = (draft: Draft): Draft => ({ ...draft, at: new Date(draft.at).toISOString() });
