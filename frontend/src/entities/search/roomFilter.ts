import type { RoomSummary } from "@/lib/protocol/types";
import { filterWord } from "./filters/filterWords";
import { quoted } from "./filters/quoted";

type Room = Pick<RoomSummary, "kind" | "name" | "people">;

/** What the search in one room begins with, in the reader's words. A direct room has no name of its own. */
export function roomFilter({ kind, name, people }: Room, language: string): string {
  if (kind !== "direct") return `${filterWord("in", language)}:${quoted(`#${name}`)} `;
  return people.map(({ username }) => `${filterWord("with", language)}:@${username} `).join("");
}
