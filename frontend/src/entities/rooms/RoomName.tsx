import { PersonName } from "@/entities/people/PersonName";
import type { RoomSummary } from "@/lib/protocol/types";

/** A room of two carries the other person's name, which may need the username. */
export function RoomName({ room }: { room: RoomSummary }) {
  const [person, ...others] = room.people;
  return person && others.length === 0 ? <PersonName user={person} /> : <bdi>{room.name}</bdi>;
}
