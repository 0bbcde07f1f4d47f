import { create } from "zustand";
import type { LatestMessage, Message } from "@/lib/protocol/types";

/** As many characters as the server sends of a line. */
const SHOWN = 200;

/** The newest message of rooms, as far as this page was told of it. */
const useLatest = create<Record<number, LatestMessage>>(() => ({}));

export const useLatestMessage = (room: number): LatestMessage | undefined => useLatest((lines) => lines[room]);

/** Of two states of a room's line the later one counts. */
export function showLatestLines(lines: readonly LatestMessage[]) {
  const known = useLatest.getState();
  const news = lines.filter((line) => isLater(line, known[line.room]));
  if (news.length > 0) useLatest.setState(Object.fromEntries(news.map((line) => [line.room, line])));
}

export function showLatest({ room, seq, rev, author, text, created_at, deleted_at, files }: Message) {
  showLatestLines([{ room, seq, rev, author, text: text.slice(0, SHOWN), created_at, deleted_at, files }]);
}

export const clearLatest = () => useLatest.setState({}, true);

const isLater = (line: LatestMessage, known: LatestMessage | undefined) =>
  !known || line.seq > known.seq || (line.seq === known.seq && line.rev > known.rev);
