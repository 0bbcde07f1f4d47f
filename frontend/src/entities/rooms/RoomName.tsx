import { PersonName } from "@/entities/people/PersonName";
import type { RoomSummary } from "@/lib/protocol/types";

/** A talk of two is called after the other; of any other room its name says enough. */
export function RoomName({ room }: { room: RoomSummary }) {
  const [person, ...others] = room.people;
  return person && others.length === 0 ? <PersonName user={person} /> : room.name;
}
