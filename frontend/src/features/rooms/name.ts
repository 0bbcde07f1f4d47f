import type { RoomSummary } from "@/lib/wire";

/** A direct room is called after the others in it: how they are listed is the reader's affair. */
export function named(room: RoomSummary, language: string): RoomSummary {
  if (room.kind !== "direct") return room;
  const names = room.people.map(({ display_name }) => display_name);
  return { ...room, name: new Intl.ListFormat(language, { type: "unit", style: "short" }).format(names) };
}
