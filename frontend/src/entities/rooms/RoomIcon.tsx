import { Picture } from "@/components/display/Picture";
import { Portrait } from "@/entities/people/Portrait";
import type { RoomSummary } from "@/lib/protocol/types";
import { kindIconOf } from "./RoomPicture";

/** A room's picture, or its kind as an icon. */
export function RoomIcon({ room }: { room: RoomSummary }) {
  const [person, ...others] = room.people;
  if (person && others.length === 0) return <Portrait user={person} size="small" />;
  const Icon = kindIconOf(room);
  const icon = <Icon aria-hidden="true" className="size-4 opacity-70" />;
  return (
    <span aria-hidden="true" className="grid size-6 shrink-0 place-items-center overflow-hidden rounded-md">
      <Picture src={room.picture} fallback={icon} />
    </span>
  );
}
