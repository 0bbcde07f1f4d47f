import { onSigningOut } from "@/lib/session/session";

/** Where somebody was in a list of results: pixels from its top, and the result that they opened. */
type Place = { top: number; result: string };

const MOST = 50;
/** By the key of the history's entry. */
const places = new Map<string, Place>();

onSigningOut(() => places.clear());

export function keepPlace(entry: string, place: Place) {
  places.delete(entry);
  places.set(entry, place);
  const [oldest] = places.keys();
  if (places.size > MOST && oldest !== undefined) places.delete(oldest);
}

export const placeIn = (entry: string) => places.get(entry);
