import type { RoomSummary } from "@/lib/protocol/types";
import { filterWord } from "./filters/filterWords";

type Room = Pick<RoomSummary, "kind" | "name" | "people">;

/** What the search in one room begins with, in the reader's words. A direct room has no name of its own. */
export function roomFilter({ kind, name, people }: Room, language: string): string {
  if (kind !== "direct") return `${filterWord("in", language)}:${quoted(`#${name}`)} `;
  return people.map(({ username }) => `${filterWord("with", language)}:@${username} `).join("");
}

/** A value with spaces stands in quotes. */
export const quoted = (value: string) => (/\s/.test(value) ? `"${value.replaceAll('"', "")}"` : value);
