import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "@/lib/api";
import type { Making } from "@/lib/http";
import { session, updateMe } from "@/lib/session";
import { useIntent } from "@/lib/useIntent";
import type { Enrolment, Invitation, Me, RecoveryCodes, SecondFactor, SessionInfo } from "@/lib/wire";

export const devicesKey = ["devices"] as const;

export function useDevices() {
  return useQuery({
    queryKey: devicesKey,
    queryFn: ({ signal }) => api.get<{ results: SessionInfo[] }>("/api/me/sessions/", { signal }),
    select: ({ results }) => [...results].sort((a, b) => Number(b.current) - Number(a.current)),
  });
}

export function useSignOutDevice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.del(`/api/me/sessions/${id}/`),
    onSettled: () => client.invalidateQueries({ queryKey: devicesKey }),
  });
}

export function useSignOutOthers() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.del("/api/me/sessions/"),
    onSettled: () => client.invalidateQueries({ queryKey: devicesKey }),
  });
}

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

const secondFactorKey = ["second-factor"] as const;

export const useSecondFactor = () =>
  useQuery({
    queryKey: secondFactorKey,
    queryFn: ({ signal }) => api.get<SecondFactor>("/api/me/second-factor/", { signal }),
  });

export function useSecondFactorChanged() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: secondFactorKey });
}

export const beginTwoSteps = (password: string, making: Making) =>
  api.post<Enrolment>("/api/me/second-factor/begin/", { password }, making);

export const confirmTwoSteps = (code: string, making: Making) =>
  api.post<RecoveryCodes>("/api/me/second-factor/confirm/", { code }, making);

export const newRecoveryCodes = (password: string, code: string, making: Making) =>
  api.post<RecoveryCodes>("/api/me/second-factor/recovery-codes/", { password, code }, making);

export const turnOffTwoSteps = (password: string, code: string) =>
  api.post<void>("/api/me/second-factor/off/", { password, code }, STATE);

const invitationsKey = ["invitations"] as const;

export const useInvitations = () =>
  useQuery({
    queryKey: invitationsKey,
    queryFn: ({ signal }) => api.get<{ results: Invitation[] }>("/api/invitations/", { signal }),
    select: ({ results }) => results,
  });

export function useMakeInvitation() {
  const client = useQueryClient();
  const intent = useIntent();
  return useMutation({
    mutationFn: (form: Pick<Invitation, "note" | "expires_at" | "max_uses">) =>
      intent(form, (making) => api.post<Invitation>("/api/invitations/", form, making)),
    onSettled: () => client.invalidateQueries({ queryKey: invitationsKey }),
  });
}

export function useRevokeInvitation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.del(`/api/invitations/${id}/`),
    onSettled: () => client.invalidateQueries({ queryKey: invitationsKey }),
  });
}
