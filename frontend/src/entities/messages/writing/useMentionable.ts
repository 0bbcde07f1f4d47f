import { usePeople } from "@/entities/people/usePeople";
import { useMembers } from "@/entities/rooms/useMembers";
import { useDebounced } from "@/lib/hooks/useDebounced";
import type { RoomSummary, User } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { useTimeline } from "@/realtime/timeline/timelineStore";

/** In larger rooms the member list is too long to load for one name. */
const LISTED_UP_TO = 300;
const NOBODY: readonly User[] = [];

/** The others in the room, those who spoke last first. Loaded when an @ is typed. */
export function useMentionable(room: RoomSummary, typed: string | null): readonly User[] {
  const me = useSession((state) => state.user?.id);
  const isLarge = room.member_count > LISTED_UP_TO;
  const members = useMembers(room.id, typed !== null && !isLarge);
  const search = usePeople(useDebounced(isLarge ? (typed ?? "") : ""));
  const timeline = useTimeline(room.id);
  if (typed === null) return NOBODY;
  const speakers = (timeline?.loaded?.messages ?? []).map(({ author }) => author).reverse();
  const known = isLarge ? (search.data ?? []) : (members.data ?? []).map(({ user }) => user);
  const here = new Set(known.map(({ id }) => id));
  const inRoom = isLarge ? speakers : speakers.filter(({ id }) => here.has(id));
  const all = new Map([...inRoom, ...known].map((user) => [user.id, user]));
  return [...all.values()].filter(({ id }) => id !== me);
}
