import { useLocation, useParams } from "react-router";
import { useRoomPanel } from "@/features/rooms";

/**
 * The message the address names, in the room or in the thread beside it. Following the same link again goes there
 * again.
 */
export function useAddressed(where: "room" | "thread") {
  const seq = Number(useParams().seq);
  const { key } = useLocation();
  const { panel } = useRoomPanel();
  const isHere = (panel?.kind === "thread") === (where === "thread");
  return isHere && Number.isInteger(seq) && seq > 0 ? { seq, visit: key } : null;
}
