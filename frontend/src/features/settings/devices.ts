import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { SessionInfo } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

export function useDevices() {
  return useQuery({
    queryKey: queryKeys.devices(),
    queryFn: ({ signal }) => api.get<{ results: SessionInfo[] }>("/api/me/sessions/", { signal }),
    select: ({ results }) => [...results].sort((a, b) => Number(b.current) - Number(a.current)),
  });
}

export function useSignOutDevice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.del(`/api/me/sessions/${id}/`),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.devices() }),
  });
}

export function useSignOutOthers() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.del("/api/me/sessions/"),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.devices() }),
  });
}
