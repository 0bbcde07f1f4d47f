import { type ComponentProps, type FocusEvent, type KeyboardEvent, useLayoutEffect, useRef } from "react";

type Props = ComponentProps<"div"> & {
  "aria-label": string;
  /** Tab passes all of it. */
  isPassed: boolean;
};

/**
 * Buttons that are one tab stop: arrow keys, Home and End move inside. Each room waits for it, and Radix's is 6 kB. Loaded
 * later it would be passed by whoever presses Tab at once.
 */
export function Toolbar({ isPassed, ...props }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const stop = useRef<HTMLElement>(null);
  const placeStop = () => {
    const buttons = buttonsOf(element.current);
    const reached = buttons.find((button) => button === stop.current) ?? buttons[0];
    for (const button of buttons) button.tabIndex = button === reached && !isPassed ? 0 : -1;
  };
  // React writes no tabIndex that no button is given.
  useLayoutEffect(placeStop);
  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    if (!buttonsOf(element.current).includes(target)) return;
    stop.current = target;
    placeStop();
  };
  return <div {...props} ref={element} role="toolbar" onFocus={onFocus} onKeyDown={moveInside} />;
}

function moveInside(event: KeyboardEvent<HTMLElement>) {
  const buttons = buttonsOf(event.currentTarget);
  // A key in a menu that a button has opened comes here too.
  const at = buttons.indexOf(event.target as HTMLElement);
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const places: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 };
  const place = places[event.key];
  if (place === undefined) return;
  event.preventDefault();
  buttons.at(place % buttons.length)?.focus();
}

const buttonsOf = (toolbar: HTMLElement | null) => Array.from(toolbar?.querySelectorAll<HTMLElement>("button") ?? []);
