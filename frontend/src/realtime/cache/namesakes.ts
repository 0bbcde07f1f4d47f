import { create } from "zustand";
import type { User } from "@/lib/protocol/types";

type Named = Pick<User, "id" | "username" | "display_name">;

/** Ids of people whose display name another person on this page has as display name or username. */
export const useNamesakes = create<{ ids: ReadonlySet<number> }>(() => ({ ids: new Set() }));

const known = new Map<number, Named>();
/** People whose change a frame brought: other payloads that name them may be older. */
const followed = new Set<number>();
const owners = new Map<string, Set<number>>();

/** Names that look the same count as the same: case and width do not matter. */
const normalized = (name: string) =>
  name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC").replace(/\s+/g, " ").trim();

export function registerPeople(people: readonly Named[]) {
  const news = people.filter((user) => !followed.has(user.id) && !isKnown(user));
  if (news.length > 0) updateNamesakes(new Set(news.flatMap(register)));
}

/** The latest state of a person. */
export function updatePerson(user: Named) {
  followed.delete(user.id);
  registerPeople([user]);
  followed.add(user.id);
}

export function clearPeople() {
  known.clear();
  followed.clear();
  owners.clear();
  useNamesakes.setState({ ids: new Set() });
}

function isKnown(user: Named) {
  const before = known.get(user.id);
  return before === user || (before?.display_name === user.display_name && before.username === user.username);
}

/** Returns the names whose owners changed. */
function register(user: Named): string[] {
  const before = known.get(user.id);
  const lost = before ? namesOf(before) : [];
  for (const name of lost) owners.get(name)?.delete(user.id);
  known.set(user.id, user);
  const won = namesOf(user);
  for (const name of won) owners.set(name, (owners.get(name) ?? new Set()).add(user.id));
  return [...lost, ...won];
}

const namesOf = (user: Named) => [normalized(user.display_name), normalized(user.username)];

function updateNamesakes(names: ReadonlySet<string>) {
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
  const shown = owners.get(normalized(known.get(id)?.display_name ?? ""));
  return shown !== undefined && (shown.size > 1 || !shown.has(id));
}
