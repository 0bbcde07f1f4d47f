import { useEffect } from "react";
import { api } from "@/lib/api/api";
import type { Me } from "@/lib/protocol/types";
import { session, updateMe } from "@/lib/session/session";

/** Reloads my profile, which another device may have changed. */
export function useFreshMe() {
  useEffect(() => {
    const asked = new AbortController();
    askWhoIAm(asked.signal).catch(() => {});
    return () => asked.abort();
  }, []);
}

/** A profile that arrives during the request may be newer than its answer. */
export async function askWhoIAm(signal: AbortSignal) {
  const before = session.getState().user;
  const me = await api.get<Me>("/api/me/", { signal });
  if (session.getState().user === before) updateMe(me);
  else await askWhoIAm(signal);
}

/** Requests that set a state may be sent again. */
const STATE = { idempotent: true };

export const changeMe = (change: Partial<Pick<Me, "display_name" | "language" | "time_zone">>) =>
  api.patch<Me>("/api/me/", change);

/** Both share a queue: the later one counts. */
const PORTRAIT = { queue: "portrait" };

/** `file`: the id of a photo that I uploaded. */
export const changePortrait = (file: string) => api.put<Me>("/api/me/avatar/", { file }, PORTRAIT);

export const removePortrait = () => api.del<Me>("/api/me/avatar/", PORTRAIT);

/** Returns the profile with the new email; undefined where the email has to be confirmed first. */
export const changeEmail = (email: string, password: string) =>
  api.put<Me | undefined>("/api/me/email/", { email, password });

export const sendEmailLink = () => api.post<void>("/api/me/email/link/", undefined, STATE);

export const changePassword = (current: string, next: string) =>
  api.post<void>("/api/me/password/", { current, new: next }, STATE);
