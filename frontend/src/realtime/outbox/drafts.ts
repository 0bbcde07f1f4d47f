import { ApiError } from "@/lib/http/request";
import type { Draft } from "@/lib/protocol/types";
import { isSame, mergeDrafts } from "./draftConflict";
import { allDrafts, draftIn, type Kept, keepDraft, keyOf, type Place } from "./draftStorage";
import { isBeingTyped, noteTyped, QUIET } from "./typedPlaces";

/** A draft of the server. A worker of the version before sends no `rev`; its frames have it as `me`. */
export type Heard = Place & { text: string; rev?: number; me?: number };
/** `at` is for a worker of the version before. */
export type Told = Place & { text: string; rev: number; at: string };

export type DraftsOptions = {
  user: number;
  /** Sends a draft. Returns the server's draft, which may be one of another device. */
  send: (draft: Told) => Promise<Heard>;
  load: () => Promise<readonly Draft[]>;
};

const SETTLE = 800;
/** The server keeps this many drafts, so a missing one may only be older. */
const KEPT = 200;
/** Requests in which one text may meet drafts of other devices. The next connection goes on. */
const MOST_TRIES = 4;
/** Remembered texts without an answer. */
const MOST_TRIED = 3;

/** Synchronises drafts with the server. Its revs order them; no clock does. */
export class Drafts {
  private readonly options: DraftsOptions;
  /** The newest draft of another device that must wait for the person, or for an answer. */
  private readonly held = new Map<string, Heard>();
  private readonly timers = new Map<string, number>();
  private readonly underWay = new Map<string, Promise<void>>();
  private timer: number | undefined;
  private isForgotten = false;

  constructor(options: DraftsOptions) {
    this.options = options;
  }

  write(place: Place, text: string) {
    const { parked: _, ...before } = this.at(place);
    if (text === before.text) return;
    noteTyped(this.name(place));
    this.keep(place, { ...before, text, told: false });
    clearTimeout(this.timer);
    // A sent draft is cleared at once, because the page may be closed next.
    this.timer = window.setTimeout(() => void this.sendAll(), text === "" ? 0 : SETTLE);
  }

  receive(heard: Heard) {
    const { rev, told, parked } = this.at(heard);
    if (revOf(heard) <= rev) return;
    const isWaiting = !told && !parked;
    if (isWaiting || isBeingTyped(this.name(heard))) return this.hold(heard);
    if (told) this.keep(heard, { text: heard.text, rev: revOf(heard), told });
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
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  /** For signing out: sends none, and an answer that comes later stores none. */
  forget() {
    this.isForgotten = true;
    this.stop();
  }

  /** Until the person pauses and the server has answered. */
  private hold(heard: Heard) {
    const name = this.name(heard);
    const newest = this.held.get(name);
    if (!newest || revOf(newest) <= revOf(heard)) this.held.set(name, heard);
    clearTimeout(this.timers.get(name));
    this.timers.set(
      name,
      window.setTimeout(() => this.release(heard), QUIET),
    );
  }

  private release(place: Place) {
    const name = this.name(place);
    const heard = this.held.get(name);
    this.held.delete(name);
    if (!heard) return;
    const { told, parked } = this.at(place);
    if (told || parked || isBeingTyped(name)) return this.receive(heard);
    void this.send(place);
  }

  private async sendAll() {
    const unsent = allDrafts(this.options.user).filter(({ told, parked }) => !told && !parked);
    await Promise.all(unsent.map((place) => this.send(place)));
  }

  /** One request for a place at a time, because each names the rev that the one before it made. */
  private send({ room, thread }: Place) {
    const place = { room, thread };
    const before = this.underWay.get(this.name(place)) ?? Promise.resolve();
    const work = before.then(() => this.deliver(place));
    this.underWay.set(this.name(place), work);
    return work;
  }

  private async deliver(place: Place) {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const { told, parked } = this.at(place);
      if (told || parked || !(await this.request(place))) return;
    }
  }

  /** Returns whether to send again, because the server kept another draft. */
  private async request(place: Place): Promise<boolean> {
    const kept = this.at(place);
    const { text, rev, tried = [] } = kept;
    this.keep(place, { ...kept, tried: [...new Set([...tried, text])].slice(-MOST_TRIED) });
    try {
      return this.settle(place, kept, await this.options.send({ ...place, text, rev, at: new Date().toISOString() }));
    } catch (error) {
      this.refuse(place, text, error);
      return false;
    }
  }

  private settle(place: Place, sent: Kept, answer: Heard): boolean {
    const { tried: _, ...kept } = this.at(place);
    const rev = answer.rev ?? kept.rev;
    if (!isSame(answer.text, sent.text)) return this.merge(place, sent, { ...answer, ...place, rev });
    this.keep(place, { ...kept, rev, told: kept.text === sent.text });
    if (kept.text === sent.text) this.release(place);
    return false;
  }

  private merge(place: Place, { rev, tried = [] }: Kept, theirs: Heard): boolean {
    const mine = this.at(place).text;
    const isTyping = isBeingTyped(this.name(place));
    const isKnown = rev > 0 && revOf(theirs) > 0;
    const merged = mergeDrafts({ mine, tried, theirs: theirs.text, isKnown, isTyping });
    if (merged === "wait") {
      this.hold(theirs);
      return false;
    }
    this.keep(place, { ...merged, rev: revOf(theirs) });
    return !merged.told && !merged.parked;
  }

  /**
   * A refused text stays here: it may be too long, its room may be mine no longer, or a proxy dislikes it. The server
   * does not have it. Other errors, also a rate limit and a slow line, are repeated on the next connection.
   */
  private refuse(place: Place, sent: string, error: unknown) {
    if (!(error instanceof ApiError) || error.status < 400 || error.status >= 500) return;
    if (error.status === 408 || error.status === 429) return;
    const kept = this.at(place);
    if (kept.text !== sent) return;
    this.keep(place, kept.text === "" ? { ...kept, told: true } : { ...kept, parked: true });
  }

  /** Drafts that another device sent or cleared while this one was offline. */
  private clearMissing(before: ReturnType<typeof allDrafts>, drafts: readonly Place[]) {
    const there = new Set(drafts.map((each) => this.name(each)));
    for (const { told, text, rev, ...place } of before) {
      const now = this.at(place);
      const isUntouched = now.told && now.rev === rev && !isBeingTyped(this.name(place));
      if (told && text && isUntouched && !there.has(this.name(place))) this.keep(place, { text: "", rev, told });
    }
  }

  private at(place: Place): Kept {
    return draftIn(this.options.user, place) ?? { text: "", rev: 0, told: true };
  }

  private name(place: Place) {
    return keyOf(this.options.user, place);
  }

  private keep({ room, thread }: Place, kept: Kept) {
    if (this.isForgotten) return;
    keepDraft(this.options.user, { room, thread }, kept);
  }
}

const revOf = ({ rev, me }: Heard) => rev ?? me ?? 0;
