import { type FocusEvent, type PointerEvent, useMemo, useState } from "react";

const roomOf = (target: EventTarget | null) => {
  const row = target instanceof Element ? target.closest<HTMLElement>("[data-room]") : null;
  return row ? Number(row.dataset.room) : null;
};

/** The room whose row the mouse or the focus is in. Its row alone has a button, so that 300 rooms have not 300 of them. */
export function usePointedRoom() {
  const [hovered, setHovered] = useState<number | null>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const handlers = useMemo(
    () => ({
      onPointerOver: (event: PointerEvent) => event.pointerType === "mouse" && setHovered(roomOf(event.target)),
      onPointerLeave: () => setHovered(null),
      onFocus: (event: FocusEvent) => setFocused(roomOf(event.target)),
      onBlur: (event: FocusEvent) => setFocused(roomOf(event.relatedTarget)),
    }),
    [],
  );
  return { pointed: hovered ?? focused, handlers };
}
