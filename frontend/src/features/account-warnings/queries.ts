import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { AccountWarning } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

type Warnings = { results: AccountWarning[] };

export function useWarnings() {
  const { data } = useQuery({
    queryKey: queryKeys.warnings(),
    queryFn: ({ signal }) => api.get<Warnings>("/api/me/warnings/", { signal }),
    // Once for each sign-in: a dialog must not come up in the middle of a sentence.
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.results ?? [];
}

/** Nobody waits for it: what does not get through is shown again another time. */
export function useSeen() {
  const client = useQueryClient();
  return (warnings: AccountWarning[]) => {
    client.setQueryData<Warnings>(queryKeys.warnings(), { results: [] });
    for (const { id } of warnings) void api.del(`/api/me/warnings/${id}/`).catch(() => {});
  };
}
