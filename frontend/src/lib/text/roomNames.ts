import { foldedName, lengthOf, mayEnd, signPattern } from "./names";

const SIGN = signPattern("#＃", "&/");
/** A longer name may go on so: #dev-ops is not #dev. */
const JOINS = /^[\p{L}\p{N}_]|^[-.][\p{L}\p{N}]/u;
/** Of a room's name (entities/rooms/limits.ts). Composed characters are written with up to four. */
const LONGEST = 4 * 80;
/** Signs that are looked at in one text. Each one costs a few hundred comparisons. */
const MOST = 300;

export type NamedRoom = { id: number; name: string };
/** Rooms by the first character of their folded name, the longest name first. */
export type RoomIndex = ReadonlyMap<string, readonly Folded[]>;
type Folded = NamedRoom & { folded: string };
export type RoomPart = { text: string; room?: NamedRoom };

export function roomIndex(rooms: readonly NamedRoom[]): RoomIndex {
  const known = rooms.map(({ id, name }) => ({ id, name, folded: foldedName(name.trim()) }));
  const longest = known.filter(({ folded }) => folded).toSorted((a, b) => b.folded.length - a.folded.length);
  const index = new Map<string, Folded[]>();
  for (const room of longest) {
    const first = room.folded[0] ?? "";
    index.set(first, [...(index.get(first) ?? []), room]);
  }
  return index;
}

/** Splits a text at the names of rooms behind a number sign. A name may hold spaces, so only known names are found. */
export function splitRooms(text: string, rooms: RoomIndex): RoomPart[] {
  const parts: RoomPart[] = [];
  let from = 0;
  let signs = 0;
  for (const { index } of text.matchAll(SIGN)) {
    signs += 1;
    if (signs > MOST) break;
    if (index < from) continue;
    const found = named(text.slice(index + 1, index + 1 + LONGEST), rooms);
    if (!found) continue;
    const end = index + 1 + found.length;
    parts.push({ text: text.slice(from, index) }, { text: text.slice(index, end), room: found.room });
    from = end;
  }
  return [...parts, { text: text.slice(from) }].filter((part) => part.text);
}

function named(written: string, rooms: RoomIndex) {
  const folded = foldedName(written);
  const begin = rooms.get(folded[0] ?? "") ?? [];
  const room = begin.find(
    (each) => folded.startsWith(each.folded) && mayEnd(each.folded, folded.slice(each.folded.length), JOINS),
  );
  const length = room && lengthOf(room.folded, written);
  return length === undefined ? null : { room, length };
}
