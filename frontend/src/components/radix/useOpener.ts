import { type HTMLAttributes, type Ref, type RefObject, useId, useImperativeHandle, useRef, useState } from "react";

type Control = HTMLAttributes<HTMLElement> & { ref: RefObject<HTMLElement | null>; "data-state": "open" | "closed" };

/**
 * A control that opens a menu or a popover. Drawn by itself, it works before the code of what it opens has arrived, and
 * nothing of that is mounted before it has focus: each message has several of these controls.
 */
export function useOpener(popup: "menu" | "dialog") {
  const id = useId();
  const ref = useRef<HTMLElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [isMounted, setMounted] = useState(false);
  if (isOpen && !isMounted) setMounted(true);
  const control: Control = {
    id,
    ref,
    "aria-haspopup": popup,
    "aria-expanded": isOpen,
    "data-state": isOpen ? "open" : "closed",
    onClick: () => setOpen(!isOpen),
    // Radix has to be there before the key that opens a menu: it moves focus to the first entry then.
    onFocus: () => setMounted(true),
  };
  return { id, isOpen, setOpen, isMounted, control, element: ref };
}

type Props = { element: RefObject<HTMLElement | null>; ref?: Ref<HTMLElement | null> };

/** The child of a Radix trigger whose element is already on the page. */
export function PlacedTrigger({ element, ref }: Props) {
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => element.current, [element]);
  return null;
}
