import { type HTMLAttributes, type Ref, type RefObject, useId, useImperativeHandle, useRef, useState } from "react";

type Control = HTMLAttributes<HTMLElement> & { ref: RefObject<HTMLElement | null>; "data-state": "open" | "closed" };

/**
 * A control that opens a menu or a popover. Drawn by itself, it works before the code of what it opens has arrived, and
 * nothing of that is mounted before it is opened: each message has several of these controls.
 */
export function useOpener(popup: "menu" | "dialog") {
  const id = useId();
  const ref = useRef<HTMLElement>(null);
  const [isOpen, setOpen] = useState(false);
  const isByKey = useRef(false);
  const [wasOpened, setOpened] = useState(false);
  if (isOpen && !wasOpened) setOpened(true);
  const control: Control = {
    id,
    ref,
    "aria-haspopup": popup,
    "aria-expanded": isOpen,
    "data-state": isOpen ? "open" : "closed",
    onClick: ({ detail }) => {
      // A key that presses a button makes a click without a count.
      isByKey.current = detail === 0;
      setOpen(!isOpen);
    },
  };
  return { id, isOpen, setOpen, wasOpened, isByKey, control, element: ref };
}

type Props = { element: RefObject<HTMLElement | null>; ref?: Ref<HTMLElement | null> };

/** The child of a Radix trigger whose element is already on the page. */
export function PlacedTrigger({ element, ref }: Props) {
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => element.current, [element]);
  return null;
}
