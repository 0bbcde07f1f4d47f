import { session } from "@/lib/session/session";

const key = () => `irori.emoji.${session.getState().user?.id}`;
const KEPT = 8;
/** Offered to who has not used any yet. */
const FIRST = ["👍", "❤️", "😂", "🎉", "🙏", "👀", "🍵", "✅"];

/** What somebody on this device picks, the last first. */
export function favouriteEmoji(): string[] {
  return [...new Set([...used(), ...FIRST])].slice(0, KEPT);
}

export function rememberEmoji(emoji: string) {
  const others = used().filter((each) => each !== emoji);
  try {
    localStorage.setItem(key(), JSON.stringify([emoji, ...others].slice(0, KEPT)));
  } catch {
    // A full or forbidden storage: the order of the emoji is all that is lost.
  }
}

function used(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key()) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}
