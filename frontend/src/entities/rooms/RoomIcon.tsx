import { Hash, Lock, Megaphone, Users } from "lucide-react";
import { Portrait } from "@/entities/people/Portrait";
import type { RoomSummary } from "@/lib/protocol/types";

/** The kind of a room as an icon. */
export function RoomIcon({ room }: { room: RoomSummary }) {
  const [person, ...others] = room.people;
  if (person && others.length === 0) return <Portrait user={person} size="small" />;
  const Icon = iconOf(room);
  return (
    <span className="grid w-6 shrink-0 place-items-center opacity-70">
      <Icon aria-hidden="true" className="size-4" />
    </span>
  );
}

function iconOf({ kind, posting }: RoomSummary) {
  if (kind === "direct") return Users;
  if (kind === "private") return Lock;
  return posting === "moderators" ? Megaphone : Hash;
}
