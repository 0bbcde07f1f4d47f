import { useCallback, useMemo } from "react";
import { useLocation, useNavigate, useParams, useSearchParams } from "react-router";

export type RoomPanel = { kind: "members" } | { kind: "pins" } | { kind: "thread"; root: number };

/** What is open beside the room. It stands in the address, so that going back closes it. */
export function useRoomPanel() {
  const id = useParams().roomId;
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const { state } = useLocation();
  const path = `/rooms/${id}`;
  const panel = useMemo(() => panelIn(params), [params]);
  const open = useCallback(
    (next: RoomPanel) => navigate(`${path}?${queryOf(next)}`, { state: { openedHere: true } }),
    [navigate, path],
  );
  const openedHere = (state as { openedHere?: boolean } | null)?.openedHere === true;
  const close = useCallback(
    () => void (openedHere ? navigate(-1) : navigate(path, { replace: true })),
    [navigate, path, openedHere],
  );
  return { panel, open, close };
}

function panelIn(params: URLSearchParams): RoomPanel | null {
  const root = Number(params.get("thread"));
  if (Number.isInteger(root) && root > 0) return { kind: "thread", root };
  const kind = params.get("panel");
  return kind === "members" || kind === "pins" ? { kind } : null;
}

const queryOf = (panel: RoomPanel) => (panel.kind === "thread" ? `thread=${panel.root}` : `panel=${panel.kind}`);
