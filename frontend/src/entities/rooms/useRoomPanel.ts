import { useCallback, useMemo } from "react";
import { useLocation, useNavigate, useParams, useSearchParams } from "react-router";
import { panelIn, queryOf, type RoomPanel } from "./roomUrl";

/** The panel beside the room. The URL holds it, so that going back closes it. */
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
