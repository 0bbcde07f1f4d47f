import type { RoomSummary, User } from "@/lib/protocol/types";

const SEPARATORS: Record<string, string> = { en: ", ", ja: "、" };

/** Names a direct room after the others in it, listed as the reader's language does. */
export function withDirectName(room: RoomSummary, language: string, nameOf: (user: User) => string): RoomSummary {
  if (room.kind !== "direct") return room;
  return { ...room, name: room.people.map(nameOf).join(SEPARATORS[language] ?? ", ") };
}
