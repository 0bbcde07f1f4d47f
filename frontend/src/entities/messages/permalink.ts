import type { Message } from "@/lib/protocol/types";

type Place = Pick<Message, "room" | "seq" | "thread">;

/** The path of a message. A reply opens its thread beside the room. */
export const pathTo = ({ room, seq, thread }: Place) =>
  thread === null ? `/rooms/${room}/${seq}` : `/rooms/${room}/${seq}?thread=${thread}`;

/** The URL of a message, for everybody who may read the room. */
export const permalink = (place: Place) => location.origin + pathTo(place);

/** The path of a link into this site, else null. Such links open in this tab, others in a new one. */
export function pathHere(href: string | undefined): string | null {
  if (!href || !URL.canParse(href, location.origin)) return null;
  const { origin, pathname, search } = new URL(href, location.origin);
  return origin === location.origin && pathname.startsWith("/rooms/") ? pathname + search : null;
}
