import { useRef } from "react";
import { useMembers } from "@/entities/rooms/useMembers";
import type { Me, Message, RoomSummary, User } from "@/lib/protocol/types";
import { useLatestUsers } from "@/realtime/cache/latestUsers";
import type { People } from "./peopleContext";

/** In larger rooms the names of people who only reacted are loaded on demand. */
const ASKED_UP_TO = 300;
const NONE: readonly Message[] = [];

/** The people whom messages may name. The map stays the same object until somebody is new or has changed. */
export function useRoomPeople(room: RoomSummary, me: Me, messages: readonly Message[] = NONE): People {
  const namesSome = messages.some((each) => each.reactions.length > 0 || each.mentions.length > 0);
  const { data = [] } = useMembers(room.id, namesSome && room.member_count <= ASKED_UP_TO);
  const kept = useRef<Map<number, User>>(new Map());
  const seen = [...room.people, ...messages.map(({ author }) => author), ...data.map(({ user }) => user), me];
  const changed = useLatestUsers();
  const latest = new Map(seen.map((user) => [user.id, changed[user.id] ?? user]));
  const news = [...latest.values()].filter((user) => !isKnown(kept.current.get(user.id), user));
  if (news.length > 0) kept.current = new Map([...kept.current, ...news.map((user) => [user.id, user] as const)]);
  return kept.current;
}

const isKnown = (known: User | undefined, user: User) =>
  known?.display_name === user.display_name && known.username === user.username && known.avatar === user.avatar;
