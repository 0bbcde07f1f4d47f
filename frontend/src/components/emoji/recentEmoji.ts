import { deviceStorage } from "@/lib/browser/storage";
import { session } from "@/lib/session/session";

const key = () => `irori.emoji.${session.getState().user?.id}`;
const SHOWN = 8;
/** Picks that are kept. Enough of them tell a habit from a moment. */
const KEPT = 50;
/** Offered before the person has picked any. */
const FIRST = ["👍", "❤️", "😂", "🎉", "🙏", "👀", "🍵", "✅"];

/** The emoji that the person picked on this device, the last one first. */
export function recentEmoji(): string[] {
  return [...new Set([...used(), ...FIRST])].slice(0, SHOWN);
}

/** How often the person picked an emoji on this device lately. Of two, the one picked last stands first. */
export function emojiUses(): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const each of used()) times.set(each, (times.get(each) ?? 0) + 1);
  return times;
}

/** The emoji that the person picks most often on this device; of two, the one picked last. */
export function favouriteEmoji(count: number): string[] {
  const often = [...emojiUses()].sort(([, one], [, other]) => other - one).map(([emoji]) => emoji);
  return [...new Set([...often, ...FIRST])].slice(0, count);
}

export function rememberEmoji(emoji: string) {
  deviceStorage.set(key(), JSON.stringify([emoji, ...used()].slice(0, KEPT)));
}

/** The picks, the last one first. */
function used(): string[] {
  try {
    const kept: unknown = JSON.parse(deviceStorage.get(key()) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}
