import { emojiNames } from "@/components/emoji/emojiNames";
import { emojiUses } from "@/components/emoji/recentEmoji";
import { useRooms } from "@/entities/rooms/queries";
import { useLazyModule } from "@/lib/lazy/useLazyModule";
import type { RoomSummary } from "@/lib/protocol/types";
import { MOST, mayMentionEverybody, type Suggestion, suggest, suggestEmoji, suggestRooms } from "./suggestions";
import type { Token } from "./tokens";
import { useMentionable } from "./useMentionable";

/** Suggestions for the unfinished name. */
export function useSuggestions(token: Token | null, room: RoomSummary): Suggestion[] {
  const people = useMentionable(room, token?.kind === "person" ? token.typed : null);
  const { data: rooms = [] } = useRooms();
  const { module: emoji } = useLazyModule(token?.kind === "emoji" ? emojiNames : null);
  switch (token?.kind) {
    case "person":
      return suggest(token.typed, people, mayMentionEverybody(room));
    case "room":
      return suggestRooms(token.typed, rooms);
    case "emoji":
      return suggestEmoji(emoji?.findEmoji(token.typed, MOST, emojiUses()) ?? []);
    default:
      return [];
  }
}
