import { useOpenDirect } from "@/entities/people/useOpenDirect";
import type { RoomSummary } from "@/lib/protocol/types";
import type { Find } from "./results";

/** A room is there already; a person stands for the room that is theirs and mine. */
export function useChoosing(onRoom: (room: RoomSummary) => void) {
  const direct = useOpenDirect();
  const choose = (find: Find) => {
    if ("room" in find) onRoom(find.room);
    else if (!direct.isPending) direct.mutate([find.person], { onSuccess: onRoom });
  };
  return { choose, error: direct.error };
}
