import { useLocation, useParams } from "react-router";
import { seqIn } from "./roomUrl";
import { useRoomPanel } from "./useRoomPanel";

/**
 * The message the address names, in the room or in the thread beside it. Following the same link again goes there
 * again.
 */
export function useAddressed(where: "room" | "thread") {
  const seq = seqIn(useParams().seq);
  const { key } = useLocation();
  const { panel } = useRoomPanel();
  const isHere = (panel?.kind === "thread") === (where === "thread");
  return isHere && seq !== undefined ? { seq, visit: key } : null;
}
