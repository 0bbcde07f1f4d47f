import { create } from "zustand";
import type { User } from "@/lib/protocol/types";
import { followPerson } from "./namesakes";

/** People who changed their name or status since this page was loaded, as they are now. */
const useChanged = create<Record<number, User>>(() => ({}));

export function keepUser(user: User) {
  followPerson(user);
  useChanged.setState({ [user.id]: user });
}

/** Somebody as they are now, where what names them may be older. */
export function useLatestUser<T extends User>(user: T): T {
  const changed = useChanged((users) => users[user.id]);
  return changed ? { ...user, ...changed } : user;
}
