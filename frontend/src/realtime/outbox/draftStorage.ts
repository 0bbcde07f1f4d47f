import { useSyncExternalStore } from "react";

/** A room, or a thread in it. */
export type Place = { room: number; thread: number | null };
/** A stored draft. `told`: the server has it. */
export type Kept = { text: string; at: string; told: boolean };

// JSON texts, which readers can compare for changes.
const memory = new Map<string, string | null>();
const listeners = new Set<() => void>();

addEventListener("storage", ({ key, newValue }) => {
  if (!key || !memory.has(key)) return;
  memory.set(key, newValue);
  tellReaders();
});

const prefixOf = (user: number) => `irori.draft.${user}.`;
const keyOf = (user: number, { room, thread }: Place) =>
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
  try {
    if (kept.text || !kept.told) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  } catch {
    // The storage is full or forbidden: the draft lives as long as the page.
  }
  tellReaders();
}

/** All drafts of a person on this device. */
export function allDrafts(user: number): (Place & Kept)[] {
  const prefix = prefixOf(user);
  const keys = new Set([...memory.keys(), ...Object.keys(localStorage)]);
  return [...keys].flatMap((key) => {
    const kept = key.startsWith(prefix) ? parse(stored(key)) : null;
    if (!kept) return [];
    const [room = 0, thread = null] = key.slice(prefix.length).split(".").map(Number);
    return [{ room, thread, ...kept }];
  });
}

/** Whether a stored key is a draft that the server does not have. */
export const isUnsavedDraft = (key: string) =>
  key.startsWith("irori.draft.") && parse(localStorage.getItem(key))?.told === false;

/** Clears this page's memory. Stored drafts are removed with the person's other data. */
export function forgetDrafts(user: number) {
  for (const key of [...memory.keys()]) if (key.startsWith(prefixOf(user))) memory.delete(key);
  tellReaders();
}

function stored(key: string): string | null {
  if (!memory.has(key)) memory.set(key, localStorage.getItem(key));
  return memory.get(key) ?? null;
}

function parse(stored: string | null): Kept | null {
  try {
    const kept = JSON.parse(stored ?? "null");
    return typeof kept?.text === "string" ? kept : null;
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
