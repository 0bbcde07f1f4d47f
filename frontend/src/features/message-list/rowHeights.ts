import type { VirtualItem } from "@tanstack/react-virtual";

type Heights = VirtualItem[];

/** As many rooms as somebody goes back and forth between. */
const KEPT = 20;
const NONE: Heights = [];
const kept = new Map<number, Heights>();

/** How tall the rows of a room were when it was last shown: whoever comes back sees it in place with the first frame. */
export const heightsOf = (room: number): Heights => kept.get(room) ?? NONE;

export function keepHeights(room: number, heights: Heights) {
  kept.delete(room);
  kept.set(room, heights);
  const oldest = kept.size > KEPT ? kept.keys().next().value : undefined;
  if (oldest !== undefined) kept.delete(oldest);
}
