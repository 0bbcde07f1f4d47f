import { create } from "zustand";
import { api } from "@/lib/api/api";
import { deviceStorage } from "@/lib/browser/storage";
import type { User } from "@/lib/protocol/types";
import { session } from "@/lib/session/session";
import { queryKeys } from "@/realtime/cache/queryKeys";

const keyOf = (me: number) => `irori.hidden.${me}`;

type HiddenPeople = {
  ids: ReadonlySet<number>;
  /** Ids of their messages that I have opened. They close with the page. */
  opened: ReadonlySet<number>;
};

/** The people whom I hide. Kept on this device, so that no message of theirs shows before the server has answered. */
const useHiddenPeople = create<HiddenPeople>(() => ({ ids: new Set(), opened: new Set() }));

export const useIsHidden = (user: number) => useHiddenPeople(({ ids }) => ids.has(user));

export const useHiddenIds = () => useHiddenPeople(({ ids }) => ids);

/** Whether the message of a hidden person is folded. */
export const useIsFolded = (author: number, message: number) =>
  useHiddenPeople(({ ids, opened }) => ids.has(author) && !opened.has(message));

export const isHidden = (user: number) => useHiddenPeople.getState().ids.has(user);

export function unfold(message: number) {
  useHiddenPeople.setState(({ opened }) => ({ opened: new Set(opened).add(message) }));
}

/** Frames keep it current; loaded by features/moderation. */
export const hiddenPeopleQuery = {
  queryKey: queryKeys.hiddenPeople(),
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<{ results: User[] }>("/api/me/hidden/", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
};

/** The whole list, as the server has it. */
export function setHiddenPeople(me: number, users: readonly number[]) {
  const { ids } = useHiddenPeople.getState();
  if (users.length !== ids.size || users.some((id) => !ids.has(id))) useHiddenPeople.setState({ ids: new Set(users) });
  if (users.length > 0) deviceStorage.set(keyOf(me), JSON.stringify(users));
  else deviceStorage.remove(keyOf(me));
}

/** One person, as a frame tells it or as I have just chosen. */
export function setHidden(me: number, user: number, hidden: boolean) {
  const ids = new Set(useHiddenPeople.getState().ids);
  if (hidden) ids.add(user);
  else ids.delete(user);
  setHiddenPeople(me, [...ids]);
}

/** Hides a person for me, or shows them again. At once here; where the server refuses, it is undone. */
export async function hide(user: number, hidden: boolean) {
  const me = session.getState().user?.id;
  if (me === undefined) return;
  setHidden(me, user, hidden);
  try {
    const path = `/api/me/hidden/${user}/`;
    await (hidden ? api.put(path) : api.del(path));
  } catch (error) {
    setHidden(me, user, !hidden);
    throw error;
  }
}

/** What this device knows from before. */
function restore(me: number | undefined) {
  useHiddenPeople.setState({ ids: new Set(me === undefined ? [] : stored(me)), opened: new Set() });
}

function stored(me: number): number[] {
  try {
    const ids: unknown = JSON.parse(deviceStorage.get(keyOf(me)) ?? "[]");
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "number") : [];
  } catch {
    return [];
  }
}

session.subscribe((now, before) => {
  if (now.user?.id !== before.user?.id) restore(now.user?.id);
});
restore(session.getState().user?.id);
