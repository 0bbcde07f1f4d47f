import type { RoomSummary } from "@/lib/protocol/types";

type Room = Pick<RoomSummary, "kind" | "name" | "people">;

/** What the search in one room begins with. A direct room has no name of its own. */
export function roomFilter({ kind, name, people }: Room): string {
  if (kind !== "direct") return `in:${quoted(`#${name}`)} `;
  return people.map(({ username }) => `with:@${username} `).join("");
}

/** A value with spaces stands in quotes. */
export const quoted = (value: string) => (/\s/.test(value) ? `"${value.replaceAll('"', "")}"` : value);
