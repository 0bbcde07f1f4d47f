import type { RoomSummary, Section } from "@/lib/protocol/types";

/** A heading of the list, with its rooms in their order. `section` is there where the person made it. */
export type RoomGroup = { key: string; kind: "favourites" | "own" | "rooms" | "direct"; rooms: RoomSummary[] } & {
  section?: Section;
};

const lastActivity = (room: RoomSummary) => Date.parse(room.last_message_at ?? room.created_at);

/** Newest activity first. */
const byLastActivity = (rooms: readonly RoomSummary[]) =>
  [...rooms].sort((a, b) => lastActivity(b) - lastActivity(a) || a.id - b.id);

const collators = new Map<string, Intl.Collator>();

function collatorOf(language: string) {
  const known = collators.get(language) ?? new Intl.Collator(language, { numeric: true });
  collators.set(language, known);
  return known;
}

const byName = (rooms: readonly RoomSummary[], language: string) => {
  const { compare } = collatorOf(language);
  return [...rooms].sort((a, b) => compare(a.name, b.name) || a.id - b.id);
};

/** `activity`: the newest first, as where the list shows what was said last. */
export type RoomOrder = "name" | "activity";

/**
 * My rooms under the headings of the list: favourites, my own sections, rooms, direct rooms; archived rooms apart. By
 * name a room keeps its place. Direct rooms are too many for that: the one that is looked for was used lately.
 */
export function groupRooms(
  all: readonly RoomSummary[],
  sections: readonly Section[],
  language: string,
  order: RoomOrder = "name",
) {
  const ordered = order === "name" ? byName(all, language) : byLastActivity(all);
  const archived = ordered.filter((room) => room.archived_at);
  const unarchived = ordered.filter((room) => !room.archived_at);
  const own = new Map(sections.map((section) => [section.id, [] as RoomSummary[]]));
  const [favourites, rooms, direct]: RoomSummary[][] = [[], [], []];
  for (const room of unarchived) {
    const section = room.section == null ? undefined : own.get(room.section);
    const place = room.favourite ? favourites : (section ?? (room.kind === "direct" ? direct : rooms));
    place?.push(room);
  }
  const groups: RoomGroup[] = [
    { key: "favourites", kind: "favourites", rooms: favourites ?? [] },
    ...sections.map((section) => ({
      key: String(section.id),
      kind: "own" as const,
      rooms: own.get(section.id) ?? [],
      section,
    })),
    { key: "rooms", kind: "rooms", rooms: rooms ?? [] },
    { key: "direct", kind: "direct", rooms: byLastActivity(direct ?? []) },
  ];
  return { groups, archived, open: groups.flatMap((group) => group.rooms) };
}

export const mostRecentRoom = (all: readonly RoomSummary[]) =>
  byLastActivity(all.filter((room) => !room.archived_at))[0];
