import { ApiError } from "@/lib/http/request";
import type { Draft } from "@/lib/protocol/types";
import { allDrafts, draftIn, keepDraft, type Place } from "./draftStorage";

export type DraftsOptions = {
  user: number;
  /** The draft that is kept: this one, or a newer one of another device. */
  tell: (draft: Draft) => Promise<Draft>;
  load: () => Promise<readonly Draft[]>;
};

/** So long after the last key nothing from elsewhere takes the place of what is being typed. */
const TYPING = 5_000;
const SETTLE = 800;
/** The server keeps so many, and what is missing among them may only be older. */
const KEPT = 200;

/** Drafts on their way between this device and the others: the newest counts. */
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
    this.timer = window.setTimeout(() => void this.tellAll(), SETTLE);
  }

  hear(heard: Draft) {
    const draft = normal(heard);
    const { text, at } = draft;
    if (at <= (draftIn(this.options.user, draft)?.at ?? "")) return;
    const quiet = (this.typed.get(nameOf(draft)) ?? 0) + TYPING - Date.now();
    if (quiet > 0) return this.hold(draft, quiet);
    this.keep(draft, { text, at, told: true });
  }

  /** After `hello`: what could not be told, and what other devices wrote meanwhile. */
  async resume() {
    const before = allDrafts(this.options.user);
    await this.tellAll();
    const drafts = await this.options.load().catch(() => null);
    if (!drafts) return;
    for (const draft of drafts) this.hear(draft);
    if (drafts.length < KEPT) this.clearMissing(before, drafts);
  }

  /** At once, instead of when the person pauses. */
  async tellNow() {
    clearTimeout(this.timer);
    await this.tellAll();
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
      window.setTimeout(() => this.hear(draft), milliseconds),
    );
  }

  private async tellAll() {
    const untold = allDrafts(this.options.user).filter(({ told }) => !told);
    await Promise.all(untold.map(({ room, thread, text, at }) => this.tell({ room, thread, text, at })));
  }

  private async tell(draft: Draft) {
    try {
      this.settle(draft, normal(await this.options.tell(draft)));
    } catch (error) {
      // A refusal is final, as where the room is no longer mine; anything else, also having been too fast, is told again on the next connection.
      if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429)
        this.settle(draft, draft);
    }
  }

  /** The server's time counts: a clock that is ahead must not keep newer drafts away. */
  private settle(told: Draft, kept: Draft) {
    if (draftIn(this.options.user, told)?.at !== told.at) return;
    if (kept.at <= told.at) this.keep(told, { text: told.text, at: kept.at, told: true });
    else this.hear(kept);
  }

  /** Sent or cleared on another device while this one was away. */
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

/** Times that can be compared as text. */
const normal = (draft: Draft): Draft => ({ ...draft, at: new Date(draft.at).toISOString() });
