import { type MouseEvent, useCallback, useState } from "react";
import type { RowMenuPlace } from "./RowMenu";

const rowOf = (target: EventTarget) => (target as Element).closest<HTMLElement>("[data-room]");

/**
 * Opens the menu of a row: by the right button, a long press, the menu key or Shift+F10, which all are `contextmenu`, and
 * by the row's button.
 */
export function useRowMenu() {
  const [place, setPlace] = useState<RowMenuPlace | null>(null);
  const openAt = useCallback((row: HTMLElement, x: number, y: number) => {
    setPlace({ room: Number(row.dataset.room), x, y });
  }, []);
  const onContextMenu = useCallback(
    (event: MouseEvent) => {
      const row = rowOf(event.target);
      if (!row) return;
      event.preventDefault();
      const { left, bottom } = row.getBoundingClientRect();
      const isByPointer = event.clientX > 0 || event.clientY > 0;
      openAt(row, isByPointer ? event.clientX : left, isByPointer ? event.clientY : bottom);
    },
    [openAt],
  );
  const onClick = useCallback(
    (event: MouseEvent) => {
      const button = (event.target as Element).closest("[data-menu]");
      const row = button && rowOf(button);
      if (!button || !row) return;
      const { left, bottom } = button.getBoundingClientRect();
      openAt(row, left, bottom);
    },
    [openAt],
  );
  const close = useCallback(() => setPlace(null), []);
  return { place, close, onContextMenu, onClick };
}
