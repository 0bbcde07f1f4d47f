import { deviceStorage } from "@/lib/browser/storage";
import { session } from "@/lib/session/session";

const key = () => `irori.emoji.${session.getState().user?.id}`;
const KEPT = 8;
/** Offered before the person has picked any. */
const FIRST = ["👍", "❤️", "😂", "🎉", "🙏", "👀", "🍵", "✅"];

/** The emoji that the person picked on this device, the last one first. */
export function recentEmoji(): string[] {
  return [...new Set([...used(), ...FIRST])].slice(0, KEPT);
}

export function rememberEmoji(emoji: string) {
  const others = used().filter((each) => each !== emoji);
  deviceStorage.set(key(), JSON.stringify([emoji, ...others].slice(0, KEPT)));
}

function used(): string[] {
  try {
    const kept: unknown = JSON.parse(deviceStorage.get(key()) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}
