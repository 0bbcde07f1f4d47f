import { useLocation, useParams } from "react-router";
import { seqIn } from "./roomUrl";
import { useRoomPanel } from "./useRoomPanel";

/** The message that the URL names, in the room or in its thread. `visit` differs each time a link is followed. */
export function useLinkedMessage(where: "room" | "thread") {
  const seq = seqIn(useParams().seq);
  const { key } = useLocation();
  const { panel } = useRoomPanel();
  const isHere = (panel?.kind === "thread") === (where === "thread");
  return isHere && seq !== undefined ? { seq, visit: key } : null;
}
