import { create } from "zustand";
import type { User } from "@/lib/protocol/types";
import { updatePerson } from "./namesakes";

/** The latest state of people that the server told this page. Messages and lists that the page keeps may be older. */
const useLatest = create<Record<number, User>>(() => ({}));

/** When a frame told of a person's change, in the time of this page. */
const changedAt = new Map<number, number>();

/** Milliseconds after a frame in which an answer from before it may still arrive. */
const OLDER_ANSWERS = 15_000;

/** A person changed. */
export function updateUser(user: User) {
  updatePerson(user);
  changedAt.set(user.id, performance.now());
  useLatest.setState({ [user.id]: user });
}

/** People as an answer or a frame names them. It may be older than a frame that told of a change just before. */
export function noteUsers(users: readonly User[]) {
  const known = useLatest.getState();
  const news = users.filter((user) => !isFollowed(user.id) && !isSame(known[user.id], user));
  if (news.length > 0) useLatest.setState(Object.fromEntries(news.map((user) => [user.id, user])));
}

export function clearUsers() {
  changedAt.clear();
  useLatest.setState({}, true);
}

/** The latest state of a person, where the payload that names them may be older. */
export function useLatestUser<T extends User>(user: T): T {
  const latest = useLatest((users) => users[user.id]);
  return latest ? { ...user, ...latest } : user;
}

/** The latest states of people by id. */
export const useLatestUsers = () => useLatest();

function isFollowed(user: number) {
  const at = changedAt.get(user);
  return at !== undefined && performance.now() - at < OLDER_ANSWERS;
}

const isSame = (known: User | undefined, { username, display_name, avatar, status }: User) =>
  known?.username === username &&
  known.display_name === display_name &&
  known.avatar === avatar &&
  JSON.stringify(known.status) === JSON.stringify(status);
