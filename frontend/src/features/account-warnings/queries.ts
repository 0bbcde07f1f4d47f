import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { AccountWarning } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

type Warnings = { results: AccountWarning[] };

export function useWarnings() {
  const { data } = useQuery({
    queryKey: queryKeys.warnings(),
    queryFn: ({ signal }) => api.get<Warnings>("/api/me/warnings/", { signal }),
    // Once for each sign-in: the dialog must not interrupt somebody who types.
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.results ?? [];
}

/** Nothing waits for these requests: a warning whose request failed is shown again later. */
export function useSeen() {
  const client = useQueryClient();
  return (warnings: AccountWarning[]) => {
    client.setQueryData<Warnings>(queryKeys.warnings(), { results: [] });
    for (const { id } of warnings) void api.del(`/api/me/warnings/${id}/`).catch(() => {});
  };
}
