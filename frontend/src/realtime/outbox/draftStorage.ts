import { useSyncExternalStore } from "react";
import { deviceStorage } from "@/lib/browser/storage";
import { isBeingTyped, QUIET } from "./typedPlaces";

/** A room, or a thread in it. */
export type Place = { room: number; thread: number | null };

/**
 * A stored draft. `rev`: the server's rev of the draft that this text replaces, 0 for none. `told`: the server has the
 * text. `parked`: the server does not get it before the person types on. `tried`: texts that were sent without an answer.
 */
export type Kept = { text: string; rev: number; told: boolean; parked?: boolean; tried?: string[] };

// JSON texts, which readers can compare for changes.
const memory = new Map<string, string | null>();
const listeners = new Set<() => void>();

addEventListener("storage", ({ key }) => {
  if (key && memory.has(key)) follow(key);
});

/** Shows what another tab wrote, but not under the hands of somebody who types here. */
function follow(key: string) {
  if (isBeingTyped(key)) return void setTimeout(() => follow(key), QUIET);
  memory.set(key, deviceStorage.get(key));
  tellReaders();
}

const prefixOf = (user: number) => `irori.draft.${user}.`;
export const keyOf = (user: number, { room, thread }: Place) =>
  `${prefixOf(user)}${thread === null ? room : `${room}.${thread}`}`;

export function draftIn(user: number, place: Place): Kept | null {
  return parse(stored(keyOf(user, place)));
}

export function useDraftIn(user: number, place: Place): string {
  const kept = useSyncExternalStore(subscribeToDrafts, () => stored(keyOf(user, place)));
  return parse(kept)?.text ?? "";
}

export function keepDraft(user: number, place: Place, kept: Kept) {
  const key = keyOf(user, place);
  const text = JSON.stringify(kept);
  memory.set(key, text);
  if (kept.text || !kept.told) deviceStorage.set(key, text);
  else deviceStorage.remove(key);
  tellReaders();
}

/** All drafts of a person on this device. */
export function allDrafts(user: number): (Place & Kept)[] {
  const prefix = prefixOf(user);
  const keys = new Set([...memory.keys(), ...deviceStorage.keys()]);
  return [...keys].flatMap((key) => {
    const kept = key.startsWith(prefix) ? parse(stored(key)) : null;
    if (!kept) return [];
    const [room = 0, thread = null] = key.slice(prefix.length).split(".").map(Number);
    return [{ room, thread, ...kept }];
  });
}

/** Whether a stored key is a draft that the server does not have. */
export const isUnsavedDraft = (key: string) =>
  key.startsWith("irori.draft.") && parse(deviceStorage.get(key))?.told === false;

/** Whether closing the page loses words: neither the server nor the browser's storage has them. */
export const hasDraftAtRisk = (user: number) =>
  allDrafts(user).some((each) => each.text && !each.told && deviceStorage.isOnlyHere(keyOf(user, each)));

/** Clears this page's memory. Stored drafts are removed with the person's other data. */
export function forgetDrafts(user: number) {
  for (const key of [...memory.keys()]) if (key.startsWith(prefixOf(user))) memory.delete(key);
  tellReaders();
}

function stored(key: string): string | null {
  if (!memory.has(key)) memory.set(key, deviceStorage.get(key));
  return memory.get(key) ?? null;
}

/** Drafts from before there were revs replace none that is known. */
function parse(stored: string | null): Kept | null {
  try {
    const kept = JSON.parse(stored ?? "null");
    return typeof kept?.text === "string" ? { rev: 0, ...kept } : null;
  } catch {
    return null;
  }
}

export function subscribeToDrafts(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function tellReaders() {
  for (const listener of listeners) listener();
}
