import type { KeyboardEvent } from "react";

const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Arrow keys, Home and End move focus between the rooms of the list. */
export function moveBetweenRooms(event: KeyboardEvent<HTMLElement>) {
  const step = STEPS[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = Array.from(event.currentTarget.querySelectorAll("a")).filter(
    (link) => link.checkVisibility?.() ?? true,
  );
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (links.length === 0) return;
  event.preventDefault();
  links[step(at, links.length)]?.focus();
}
