import type { QueryClient } from "@tanstack/react-query";
import type { Ban, Member, Message, Page, RoomInvitation, RoomSummary, User } from "@/lib/protocol/types";
import { noteUsers } from "./latestUsers";
import type { MemberPages } from "./mergeMember";
import { registerPeople } from "./namesakes";
import type { QueryName } from "./queryKeys";

/** The people in a cached answer, by the first word of its key. */
const PEOPLE_IN: Partial<Record<QueryName, (data: never) => readonly User[]>> = {
  rooms: (rooms: RoomSummary[]) => rooms.flatMap(({ people, added_by }) => (added_by ? [...people, added_by] : people)),
  members: (members: Member[]) => members.map(({ user }) => user),
  "member-pages": ({ pages }: MemberPages) => pages.flatMap(({ results }) => results.map(({ user }) => user)),
  people: ({ results }: Page<User>) => results,
  pins: (messages: Message[]) => messages.map(({ author }) => author),
  bans: (bans: Ban[]) => bans.flatMap(({ user, banned_by }) => (banned_by ? [user, banned_by] : [user])),
  message: ({ author }: Message) => [author],
  "room-invitations": ({ results }: Page<RoomInvitation>) => results.map(({ made_by }) => made_by),
};

const peopleIn = (key: readonly unknown[], data: unknown) =>
  data === undefined ? [] : (PEOPLE_IN[key[0] as QueryName]?.(data as never) ?? []);

/** Registers the people in the query cache, now and from now on. Returns what stops it. */
export function registerPeopleIn(client: QueryClient) {
  const cache = client.getQueryCache();
  for (const { queryKey, state } of cache.getAll()) registerPeople(peopleIn(queryKey, state.data));
  return cache.subscribe((event) => {
    if (event.type !== "updated" || event.action.type !== "success") return;
    const people = peopleIn(event.query.queryKey, event.query.state.data);
    registerPeople(people);
    // What this page wrote into the cache itself may be older.
    if (!event.action.manual) noteUsers(people);
  });
}
