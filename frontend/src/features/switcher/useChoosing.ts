import { useNavigate } from "react-router";
import { useOpenDirect } from "@/features/rooms";
import type { Find } from "./finds";

/** Goes to a room; to a person by the room that is theirs and mine. */
export function useChoosing(onClose: () => void) {
  const navigate = useNavigate();
  const direct = useOpenDirect();
  const enter = (room: { id: number }) => {
    onClose();
    navigate(`/rooms/${room.id}`);
  };
  const choose = (find: Find) => {
    if ("room" in find) enter(find.room);
    else if (!direct.isPending) direct.mutate([find.person], { onSuccess: enter });
  };
  return { choose, error: direct.error };
}
