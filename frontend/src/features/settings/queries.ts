import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import type { Me, SessionInfo } from "@/lib/wire";

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

export const changeMe = (change: Partial<Pick<Me, "display_name" | "email">>) => api.patch<Me>("/api/me/", change);

export const changePassword = (current: string, next: string) =>
  api.post<void>("/api/me/password/", { current, new: next });
