import { type HTMLAttributes, type SyntheticEvent, useContext, useEffect, useRef, useState } from "react";
import { TooltipDelay } from "./tooltipDelay";

/** After one tooltip the next opens at once, for this many milliseconds. */
const STAYS_WARM = 300;

let lastClosed = Number.NEGATIVE_INFINITY;
let closeOpenOne = () => {};

type Handlers = Pick<
  HTMLAttributes<HTMLElement>,
  "onPointerEnter" | "onPointerLeave" | "onPointerDown" | "onFocus" | "onBlur"
>;

/**
 * When a tooltip opens: the pointer rests on the control, or the keyboard's focus comes to it. `canLeave` says whether
 * somebody else watches the pointer leave: the tooltip stays while the pointer is on it.
 */
export function useTooltipTrigger(props: Handlers, canLeave: () => boolean) {
  const delay = useContext(TooltipDelay);
  const [anchor, setAnchor] = useState<HTMLElement>();
  const timer = useRef(0);
  const isPressed = useRef(false);
  useEffect(() => () => clearTimeout(timer.current), []);
  const open = (control: HTMLElement) => {
    closeOpenOne();
    closeOpenOne = () => setAnchor(undefined);
    setAnchor(control);
  };
  const close = () => {
    clearTimeout(timer.current);
    if (anchor) lastClosed = performance.now();
    setAnchor(undefined);
  };
  const handlers: Handlers = {
    onPointerEnter: after(props.onPointerEnter, ({ pointerType, currentTarget }) => {
      clearTimeout(timer.current);
      const wait = performance.now() - lastClosed < STAYS_WARM ? 0 : delay;
      if (pointerType !== "touch") timer.current = window.setTimeout(open, wait, currentTarget);
    }),
    onPointerLeave: after(props.onPointerLeave, () => {
      clearTimeout(timer.current);
      isPressed.current = false;
      if (canLeave()) close();
    }),
    onPointerDown: after(props.onPointerDown, () => {
      isPressed.current = true;
      close();
    }),
    onFocus: after(props.onFocus, ({ currentTarget }) => {
      if (!isPressed.current) open(currentTarget);
    }),
    onBlur: after(props.onBlur, () => {
      isPressed.current = false;
      close();
    }),
  };
  return { anchor, close, handlers };
}

/** Runs a control's own handler first. */
function after<E extends SyntheticEvent<HTMLElement>>(own: ((event: E) => void) | undefined, ours: (event: E) => void) {
  return (event: E) => {
    own?.(event);
    ours(event);
  };
}
