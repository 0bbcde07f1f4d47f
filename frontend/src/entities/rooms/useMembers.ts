import { useQuery } from "@tanstack/react-query";
import { allPages } from "@/lib/api/pagination";
import type { Member } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** The server's largest page. */
const PAGE = { limit: 500 };

export function useMembers(room: number, enabled = true) {
  return useQuery({
    queryKey: queryKeys.members(room),
    queryFn: ({ signal }) => allPages<Member>(`/api/rooms/${room}/members/`, { params: PAGE, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
    select: (members) => members.filter(({ role }) => role !== null),
  });
}
