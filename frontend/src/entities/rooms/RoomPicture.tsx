import { Hash, Lock, Megaphone, Users } from "lucide-react";
import { Picture } from "@/components/display/Picture";
import type { RoomSummary } from "@/lib/protocol/types";

/** A room's picture where it is chosen; the icon of its kind where it has none. Hidden from screen readers. */
export function RoomPicture({ room }: { room: RoomSummary }) {
  const Icon = kindIconOf(room);
  return (
    <span
      aria-hidden="true"
      className="grid size-16 shrink-0 place-items-center overflow-hidden rounded-2xl bg-raised text-muted"
    >
      <Picture src={room.picture} fallback={<Icon className="size-6" />} />
    </span>
  );
}

export function kindIconOf({ kind, posting }: RoomSummary) {
  if (kind === "direct") return Users;
  if (kind === "private") return Lock;
  return posting === "moderators" ? Megaphone : Hash;
}
