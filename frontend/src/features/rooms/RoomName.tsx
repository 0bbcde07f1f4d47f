import { PersonName } from "@/features/people";
import type { RoomSummary } from "@/lib/wire";

/** A talk of two is called after the other; of any other room its name says enough. */
export function RoomName({ room }: { room: RoomSummary }) {
  const [person, ...others] = room.people;
  return person && others.length === 0 ? <PersonName user={person} /> : room.name;
}
