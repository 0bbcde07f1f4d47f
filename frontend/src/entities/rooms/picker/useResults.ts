import { useMemo, useState } from "react";
import { useMatch } from "react-router";
import { usePeople } from "@/entities/people/usePeople";
import { useRooms } from "@/entities/rooms/queries";
import { recentRooms } from "@/entities/rooms/recentRooms";
import { inOrder } from "@/entities/rooms/sortRooms";
import { useSettled } from "@/lib/hooks/useDebounced";
import type { RoomSummary } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { findPeople, findRooms } from "./results";

const isAny = () => true;

/** Rooms at once, out of what this tab knows; people once the server has answered. */
export function useFinds(typed: string, fits: (room: RoomSummary) => boolean = isAny) {
  const me = useSession((state) => state.user?.id) ?? 0;
  const [recent] = useState(() => recentRooms(me));
  const here = Number(useMatch("/rooms/:roomId/*")?.params.roomId) || null;
  const { data } = useRooms();
  const rooms = useMemo(() => {
    const { open, archived } = inOrder(data ?? []);
    return findRooms(typed, { rooms: [...open, ...archived].filter(fits), recent, here });
  }, [data, typed, recent, here, fits]);
  const wanted = typed.trim();
  const settled = useSettled(wanted);
  const people = usePeople(settled);
  const found = wanted ? findPeople(people.data ?? [], me) : [];
  const isSearching = wanted !== "" && (settled !== wanted || people.isPending);
  return { finds: [...rooms, ...found], isSearching, error: wanted ? people.error : null };
}
