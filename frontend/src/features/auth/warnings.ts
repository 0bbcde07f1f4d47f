import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import type { AccountWarning } from "@/lib/wire";

const warningsKey = ["warnings"] as const;

type Warnings = { results: AccountWarning[] };

export function useWarnings() {
  const { data } = useQuery({
    queryKey: warningsKey,
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
    client.setQueryData<Warnings>(warningsKey, { results: [] });
    for (const { id } of warnings) void api.del(`/api/me/warnings/${id}/`).catch(() => {});
  };
}
