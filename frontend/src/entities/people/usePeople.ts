import { useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { Page, User } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

export function usePeople(query: string) {
  return useQuery({
    queryKey: queryKeys.people(query),
    queryFn: ({ signal }) => api.get<Page<User>>("/api/users/", { params: { q: query }, signal }),
    select: (page) => page.results,
    enabled: query !== "",
  });
}
