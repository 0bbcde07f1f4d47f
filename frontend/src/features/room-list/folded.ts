import { useMemo, useSyncExternalStore } from "react";
import { deviceStorage } from "@/lib/browser/storage";

/** Keys of the headings that a person folded on this device: a phone and a wide screen differ in what they have room for. */
const keyOf = (user: number) => `irori.folded.${user}`;

const memory = new Map<string, string>();
const listeners = new Set<() => void>();

addEventListener("storage", ({ key, newValue }) => {
  if (key === null || !memory.has(key)) return;
  memory.set(key, newValue ?? "[]");
  tellReaders();
});

export function useFolded(user: number): ReadonlySet<string> {
  const text = useSyncExternalStore(subscribe, () => stored(user));
  return useMemo(() => parse(text), [text]);
}

export const foldedOf = (user: number): ReadonlySet<string> => parse(stored(user));

export function toggleFolded(user: number, heading: string) {
  const folded = new Set(foldedOf(user));
  if (!folded.delete(heading)) folded.add(heading);
  const text = JSON.stringify([...folded]);
  memory.set(keyOf(user), text);
  deviceStorage.set(keyOf(user), text);
  tellReaders();
}

function stored(user: number): string {
  const key = keyOf(user);
  const known = memory.get(key) ?? deviceStorage.get(key) ?? "[]";
  memory.set(key, known);
  return known;
}

function parse(text: string): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(text);
    return new Set(Array.isArray(kept) ? kept.map(String) : []);
  } catch {
    return new Set();
  }
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function tellReaders() {
  for (const listener of listeners) listener();
}
