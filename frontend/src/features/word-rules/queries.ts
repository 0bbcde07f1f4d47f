import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { WordRule } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

export type RuleForm = Pick<WordRule, "kind" | "pattern" | "action" | "note">;

/** Not cached: other moderators change rules. */
export const useWordRules = (room: number) =>
  useQuery({
    queryKey: queryKeys.wordRules(room),
    queryFn: ({ signal }) => api.get<{ results: WordRule[] }>(`/api/rooms/${room}/rules/`, { signal }),
    select: ({ results }) => results,
    staleTime: 0,
    gcTime: 0,
  });

/** Makes a rule, or changes one. The same rule twice is one. */
export function useSaveRule(room: number, rule: WordRule | null) {
  const reload = useReload(room);
  return useMutation({
    mutationFn: (form: RuleForm) =>
      rule
        ? api.patch<WordRule>(`/api/rooms/${room}/rules/${rule.id}/`, form)
        : api.post<WordRule>(`/api/rooms/${room}/rules/`, form, { idempotent: true }),
    onSettled: reload,
  });
}

export function useDeleteRule(room: number) {
  const reload = useReload(room);
  return useMutation({
    mutationFn: ({ id }: WordRule) => api.del(`/api/rooms/${room}/rules/${id}/`),
    onSettled: reload,
  });
}

function useReload(room: number) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: queryKeys.wordRules(room) });
}
