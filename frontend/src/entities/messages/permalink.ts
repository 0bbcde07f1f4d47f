import type { Message } from "@/lib/protocol/types";

type Place = Pick<Message, "room" | "seq" | "thread">;

/** Of a reply in a thread: the room with the thread beside it. */
export const pathTo = ({ room, seq, thread }: Place) =>
  thread === null ? `/rooms/${room}/${seq}` : `/rooms/${room}/${seq}?thread=${thread}`;

/** Opens the room there, for everybody who may read it. */
export const permalink = (place: Place) => location.origin + pathTo(place);

/** The path of a link to a place on this site, else null: such links open here, others in a tab of their own. */
export function pathHere(href: string | undefined): string | null {
  if (!href || !URL.canParse(href, location.origin)) return null;
  const { origin, pathname, search } = new URL(href, location.origin);
  return origin === location.origin && pathname.startsWith("/rooms/") ? pathname + search : null;
}
