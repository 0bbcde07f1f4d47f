import { useEffect } from "react";
import { api } from "@/lib/api/api";
import type { Me } from "@/lib/protocol/types";
import { session, updateMe } from "@/lib/session/session";

/** Asks anew who I am: another device may have changed it since this one signed in. */
export function useFreshMe() {
  useEffect(() => {
    const asked = new AbortController();
    askWhoIAm(asked.signal).catch(() => {});
    return () => asked.abort();
  }, []);
}

/** News that come while the answer is under way may be newer than it. */
export async function askWhoIAm(signal: AbortSignal) {
  const before = session.getState().user;
  const me = await api.get<Me>("/api/me/", { signal });
  if (session.getState().user === before) updateMe(me);
  else await askWhoIAm(signal);
}

/** What is so already is so: sent again, these are the same. */
const STATE = { again: true };

export const changeMe = (change: Partial<Pick<Me, "display_name" | "language">>) => api.patch<Me>("/api/me/", change);

/** The person with the new address; undefined where it has to be confirmed first. */
export const changeAddress = (email: string, password: string) =>
  api.put<Me | undefined>("/api/me/email/", { email, password });

export const sendAddressLink = () => api.post<void>("/api/me/email/link/", undefined, STATE);

export const changePassword = (current: string, next: string) =>
  api.post<void>("/api/me/password/", { current, new: next }, STATE);
