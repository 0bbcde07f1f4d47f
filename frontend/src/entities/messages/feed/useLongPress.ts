import { type MouseEvent, type PointerEvent, useContext, useEffect, useRef } from "react";
import { MessageActionsContext } from "@/entities/messages/actions";
import type { Row } from "@/entities/messages/row/rows";

/** Milliseconds. Browsers take as long to begin a selection. */
const LONG = 450;
/** Pixels that a finger at rest may move. */
const STILL = 10;
/** A link has a menu of the browser's, and in the editor a long press selects. */
const OWN = "a, form";

type Press = { x: number; y: number; timer: number; open: () => void };

/** A long press on a message opens its actions, where the finger is the pointer. */
export function useLongPress(rows: readonly Row[]) {
  const { showSheet } = useContext(MessageActionsContext);
  const press = useRef<Press | null>(null);
  const end = () => {
    clearTimeout(press.current?.timer);
    press.current = null;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the list goes
  useEffect(() => end, []);
  const onPointerDown = ({ target, pointerType, isPrimary, clientX: x, clientY: y }: PointerEvent) => {
    end();
    if (pointerType !== "touch" || !isPrimary || !matchMedia("(pointer: coarse)").matches) return;
    const message = messageAt(target, rows);
    if (!message) return;
    const open = () => {
      end();
      ignoreLift();
      showSheet?.(message);
    };
    press.current = { x, y, open, timer: window.setTimeout(open, LONG) };
  };
  const onPointerMove = ({ clientX, clientY }: PointerEvent) => {
    if (press.current && Math.hypot(clientX - press.current.x, clientY - press.current.y) > STILL) end();
  };
  /** A browser with a shorter long press opens its own menu before. */
  const onContextMenu = (event: MouseEvent) => {
    if (!matchMedia("(pointer: coarse)").matches || !messageAt(event.target, rows)) return;
    event.preventDefault();
    press.current?.open();
  };
  return { onPointerDown, onPointerMove, onPointerUp: end, onPointerCancel: end, onContextMenu };
}

/** What opens may be under the finger. Lifting it is no tap there. */
function ignoreLift() {
  const stop = (event: TouchEvent) => event.preventDefault();
  addEventListener("touchend", stop, { once: true, passive: false, capture: true });
}

function messageAt(target: EventTarget, rows: readonly Row[]) {
  if (!(target instanceof Element) || target.closest(OWN)) return null;
  const row = target.closest<HTMLElement>("[data-key]");
  return row ? (rows[Number(row.dataset.index)]?.message ?? null) : null;
}
