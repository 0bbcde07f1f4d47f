import type { QueryClient } from "@tanstack/react-query";
import { create } from "zustand";
import type { Ban, Member, Message, Page, RoomInvitation, RoomSummary, User } from "@/lib/protocol/types";
import type { QueryName } from "./queryKeys";

type Named = Pick<User, "id" | "username" | "display_name">;

/** Ids of people who have the name of somebody else this page has met: the name that is shown, or the one that is typed. */
export const useNamesakes = create<{ ids: ReadonlySet<number> }>(() => ({ ids: new Set() }));

const met = new Map<number, Named>();
/** Of these the server has told a change: what names them elsewhere may be older. */
const followed = new Set<number>();
const owners = new Map<string, Set<number>>();

/** What looks the same on a page is the same name: neither capitals nor wide letters make another. */
const alike = (name: string) =>
  name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC").replace(/\s+/g, " ").trim();

export function meetPeople(people: readonly Named[]) {
  const news = people.filter((user) => !followed.has(user.id) && !isMet(user));
  if (news.length > 0) judge(new Set(news.flatMap(meet)));
}

/** Somebody as they are now. */
export function followPerson(user: Named) {
  followed.delete(user.id);
  meetPeople([user]);
  followed.add(user.id);
}

export function forgetPeople() {
  met.clear();
  followed.clear();
  owners.clear();
  useNamesakes.setState({ ids: new Set() });
}

function isMet(user: Named) {
  const known = met.get(user.id);
  return known === user || (known?.display_name === user.display_name && known.username === user.username);
}

/** Gives the names whose owners changed. */
function meet(user: Named): string[] {
  const known = met.get(user.id);
  const lost = known ? namesOf(known) : [];
  for (const name of lost) owners.get(name)?.delete(user.id);
  met.set(user.id, user);
  const won = namesOf(user);
  for (const name of won) owners.set(name, (owners.get(name) ?? new Set()).add(user.id));
  return [...lost, ...won];
}

const namesOf = (user: Named) => [alike(user.display_name), alike(user.username)];

function judge(names: ReadonlySet<string>) {
  const before = useNamesakes.getState().ids;
  const ids = new Set(before);
  for (const name of names) {
    for (const id of owners.get(name) ?? []) {
      if (isShared(id)) ids.add(id);
      else ids.delete(id);
    }
  }
  if (ids.size !== before.size || [...ids].some((id) => !before.has(id))) useNamesakes.setState({ ids });
}

function isShared(id: number) {
  const shown = owners.get(alike(met.get(id)?.display_name ?? ""));
  return shown !== undefined && (shown.size > 1 || !shown.has(id));
}

/** The people in what the server answered, by the first word of a query's key. */
const PEOPLE_IN: Partial<Record<QueryName, (data: never) => readonly User[]>> = {
  rooms: (rooms: RoomSummary[]) => rooms.flatMap(({ people, added_by }) => (added_by ? [...people, added_by] : people)),
  members: (members: Member[]) => members.map(({ user }) => user),
  people: ({ results }: Page<User>) => results,
  pins: (messages: Message[]) => messages.map(({ author }) => author),
  bans: (bans: Ban[]) => bans.flatMap(({ user, banned_by }) => (banned_by ? [user, banned_by] : [user])),
  message: ({ author }: Message) => [author],
  "room-invitations": ({ results }: Page<RoomInvitation>) => results.map(({ made_by }) => made_by),
};

/** Meets everybody in the query cache, now and from now on. */
export function meetPeopleIn(client: QueryClient) {
  const cache = client.getQueryCache();
  const meetIn = (key: readonly unknown[], data: unknown) => {
    if (data !== undefined) meetPeople(PEOPLE_IN[key[0] as QueryName]?.(data as never) ?? []);
  };
  for (const { queryKey, state } of cache.getAll()) meetIn(queryKey, state.data);
  return cache.subscribe((event) => {
    if (event.type === "updated" && event.action.type === "success")
      meetIn(event.query.queryKey, event.query.state.data);
  });
}
