import { deviceStorage } from "@/lib/browser/storage";

const MOST = 8;

/** Signing out removes what is stored under the id of the person. */
const keyOf = (user: number) => `irori.searches.${user}`;

/** What a person searched on this device, the last one first. */
export function recentSearches(user: number): string[] {
  try {
    const kept: unknown = JSON.parse(deviceStorage.get(keyOf(user)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

/** Puts a search before the others. */
export function rememberSearch(user: number, text: string) {
  const wanted = text.trim();
  if (!wanted) return;
  const others = recentSearches(user).filter((each) => each !== wanted);
  keep(user, [wanted, ...others]);
}

export function forgetSearch(user: number, text: string) {
  keep(
    user,
    recentSearches(user).filter((each) => each !== text),
  );
}

export const forgetSearches = (user: number) => deviceStorage.remove(keyOf(user));

const keep = (user: number, texts: readonly string[]) =>
  deviceStorage.set(keyOf(user), JSON.stringify(texts.slice(0, MOST)));
