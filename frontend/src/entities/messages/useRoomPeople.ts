import { useRef } from "react";
import { useMembers } from "@/entities/rooms/useMembers";
import type { Me, Message, RoomSummary, User } from "@/lib/protocol/types";
import type { People } from "./peopleContext";

/** In a larger room the names of those who only react are asked for when somebody wants to know them. */
const ASKED_UP_TO = 300;
const NONE: readonly Message[] = [];

/** Everybody whom messages may name. The same map until there is somebody new in it or somebody has another name. */
export function useRoomPeople(room: RoomSummary, me: Me, messages: readonly Message[] = NONE): People {
  const namesSome = messages.some((each) => each.reactions.length > 0 || each.mentions.length > 0);
  const { data = [] } = useMembers(room.id, namesSome && room.member_count <= ASKED_UP_TO);
  const kept = useRef<Map<number, User>>(new Map());
  const seen = [...room.people, ...messages.map(({ author }) => author), ...data.map(({ user }) => user), me];
  const latest = new Map(seen.map((user) => [user.id, user]));
  const news = [...latest.values()].filter((user) => !isKnown(kept.current.get(user.id), user));
  if (news.length > 0) kept.current = new Map([...kept.current, ...news.map((user) => [user.id, user] as const)]);
  return kept.current;
}

const isKnown = (known: User | undefined, user: User) =>
  known?.display_name === user.display_name && known.username === user.username;
