import type { RoomSummary, User } from "@/lib/protocol/types";
import { likeness } from "@/lib/text/fuzzy";

export type Find = { key: string; name: string } & ({ room: RoomSummary } | { person: User });

const MOST = 12;
/** A recent visit decides between names that fit alike, never between a good and a poor one. */
const RECENT = 9;

type Places = { rooms: readonly RoomSummary[]; recent: readonly number[]; here: number | null };

/** The rooms that fit what was typed, best first; before anything is typed those visited last, without the one I am in. */
export function findRooms(typed: string, { rooms, recent, here }: Places): Find[] {
  const wanted = typed.trim();
  const scored = rooms.flatMap((room) => {
    const fits = wanted ? likeness(wanted, room.name) : room.id === here ? null : 0;
    return fits === null ? [] : [{ room, score: fits + closeness(room, recent) }];
  });
  scored.sort((a, b) => b.score - a.score);
  return scored.slice(0, MOST).map(({ room }) => ({ key: `room-${room.id}`, name: room.name, room }));
}

function closeness({ id, archived_at }: RoomSummary, recent: readonly number[]) {
  const at = recent.indexOf(id);
  const visited = at === -1 ? 0 : RECENT * (1 - at / recent.length);
  return visited - (archived_at ? RECENT : 0);
}

export function findPeople(people: readonly User[], me: number): Find[] {
  return people
    .filter(({ id }) => id !== me)
    .map((person) => ({ key: `person-${person.id}`, name: person.display_name, person }));
}
