import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { Making } from "@/lib/http/request";
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

export const beginTwoSteps = (password: string, making: Making) =>
  api.post<Enrolment>("/api/me/second-factor/begin/", { password }, making);

export const confirmTwoSteps = (code: string, making: Making) =>
  api.post<RecoveryCodes>("/api/me/second-factor/confirm/", { code }, making);

export const newRecoveryCodes = (password: string, code: string, making: Making) =>
  api.post<RecoveryCodes>("/api/me/second-factor/recovery-codes/", { password, code }, making);

export const turnOffTwoSteps = (password: string, code: string) =>
  api.post<void>("/api/me/second-factor/off/", { password, code }, { again: true });
