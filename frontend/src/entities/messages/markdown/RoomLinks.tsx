import { QueryClientContext, useQuery } from "@tanstack/react-query";
import { Fragment, useContext, useMemo } from "react";
import { Link } from "react-router";
import { TabStop } from "@/entities/messages/tabStop";
import { myRooms } from "@/entities/rooms/queries";
import type { RoomSummary } from "@/lib/protocol/types";
import { type RoomIndex, type RoomPart, roomIndex, splitRooms } from "@/lib/text/roomNames";

/** A text with links to my rooms that it names: 「#雑談 で」. The name of any other room stays text. */
export function RoomLinks({ text }: { text: string }) {
  return useContext(QueryClientContext) ? <WithLinks text={text} /> : text;
}

function WithLinks({ text }: { text: string }) {
  // The room list loads them.
  const { data: rooms } = useQuery({ ...myRooms, enabled: false, select: indexOf });
  const tabIndex = useContext(TabStop) ? 0 : -1;
  const parts = useMemo(() => (rooms ? splitRooms(text, rooms) : [{ text }]), [text, rooms]);
  let at = 0;
  return parts.map(({ text: part, room }: RoomPart) => {
    at += part.length;
    if (!room) return <Fragment key={at}>{part}</Fragment>;
    return (
      <Link key={at} to={`/rooms/${room.id}`} tabIndex={tabIndex} dir="auto" className="room-link">
        {part}
      </Link>
    );
  });
}

let latest: { names: string; index: RoomIndex } | undefined;

/** The same index until a room is new, gone or renamed: every message changes the list, and every text would render. */
function indexOf(rooms: RoomSummary[]): RoomIndex {
  const named = rooms.flatMap(({ id, kind, name }) => (kind === "direct" ? [] : { id, name }));
  const names = JSON.stringify(named);
  if (latest?.names !== names) latest = { names, index: roomIndex(named) };
  return latest.index;
}
