import type { RoomSummary, User } from "@/lib/protocol/types";

const SEPARATORS: Record<string, string> = { en: ", ", ja: "、" };

/** A direct room is called after the others in it: how they are listed is the reader's affair. */
export function named(room: RoomSummary, language: string, nameOf: (user: User) => string): RoomSummary {
  if (room.kind !== "direct") return room;
  return { ...room, name: room.people.map(nameOf).join(SEPARATORS[language] ?? ", ") };
}
