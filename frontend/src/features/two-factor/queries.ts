import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { Keyed } from "@/lib/http/request";
import type { Enrolment, RecoveryCodes, SecondFactor } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

export const useSecondFactor = () =>
  useQuery({
    queryKey: queryKeys.secondFactor(),
    queryFn: ({ signal }) => api.get<SecondFactor>("/api/me/second-factor/", { signal }),
  });

export function useSecondFactorChanged() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: queryKeys.secondFactor() });
}

export const beginTwoFactor = (password: string, keyed: Keyed) =>
  api.post<Enrolment>("/api/me/second-factor/begin/", { password }, keyed);

export const confirmTwoFactor = (code: string, keyed: Keyed) =>
  api.post<RecoveryCodes>("/api/me/second-factor/confirm/", { code }, keyed);

export const newRecoveryCodes = (password: string, code: string, keyed: Keyed) =>
  api.post<RecoveryCodes>("/api/me/second-factor/recovery-codes/", { password, code }, keyed);

export const turnOffTwoFactor = (password: string, code: string) =>
  api.post<void>("/api/me/second-factor/off/", { password, code }, { idempotent: true });
