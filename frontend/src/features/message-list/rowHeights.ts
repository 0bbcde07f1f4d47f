import type { VirtualItem } from "@tanstack/react-virtual";

type Heights = VirtualItem[];

/** Rooms whose heights are kept. */
const KEPT = 20;
const NONE: Heights = [];
const kept = new Map<number, Heights>();

/** Row heights from the room's last visit. With them the first frame shows the room in place. */
export const heightsOf = (room: number): Heights => kept.get(room) ?? NONE;

export function keepHeights(room: number, heights: Heights) {
  kept.delete(room);
  kept.set(room, heights);
  const oldest = kept.size > KEPT ? kept.keys().next().value : undefined;
  if (oldest !== undefined) kept.delete(oldest);
}
