import { create } from "zustand";
import type { User } from "@/lib/protocol/types";
import { updatePerson } from "./namesakes";

/** The latest state of people who changed their name or status since the page was loaded. */
const useChanged = create<Record<number, User>>(() => ({}));

export function updateUser(user: User) {
  updatePerson(user);
  useChanged.setState({ [user.id]: user });
}

/** The latest state of a person, where the payload that names them may be older. */
export function useLatestUser<T extends User>(user: T): T {
  const changed = useChanged((users) => users[user.id]);
  return changed ? { ...user, ...changed } : user;
}
