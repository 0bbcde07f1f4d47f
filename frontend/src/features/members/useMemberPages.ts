import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "@/lib/api/api";
import { pathOf } from "@/lib/api/pagination";
import { retryWhenRateLimited } from "@/lib/http/retry";
import type { Member, MembersPage, RoomSummary } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { readAnew } from "@/realtime/cache/readAnew";

export const SORTS = ["role", "name", "online", "joined"] as const;
export type Sort = (typeof SORTS)[number];

/** More than a screen holds, and fast to render. */
const PAGE = 100;
/** Milliseconds in which changes of the number of members are gathered. */
const GATHER = 1000;

/** The members of a room whom a search finds, in an order, page by page. */
export function useMemberPages({ id: room, member_count }: RoomSummary, query: string, sort: Sort) {
  const found = useInfiniteQuery({
    queryKey: queryKeys.memberPages(room, sort, query),
    queryFn: ({ pageParam, signal }) => {
      const first = { params: { sort, limit: PAGE, ...(query && { q: query }) }, signal };
      const load = () =>
        pageParam === null
          ? api.get<MembersPage>(`/api/rooms/${room}/members/`, first)
          : api.get<MembersPage>(pageParam, { signal });
      return retryWhenRateLimited(load, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next && pathOf(next),
    // The list of the last word stays until the next one is there.
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  useReload(room, member_count);
  return { ...found, members: membersOf(found.data?.pages ?? []), count: countOf(found.data?.pages ?? []) };
}

/** A member may be on two pages: they moved while the second was asked for. */
function membersOf(pages: readonly MembersPage[]): Member[] {
  return [...new Map(pages.flatMap(({ results }) => results).map((member) => [member.user.id, member])).values()];
}

/** The previous server version does not count. */
const countOf = ([first]: readonly MembersPage[]) => first?.count ?? first?.results.length ?? 0;

/** Only the server knows the place of a new member in the list. */
function useReload(room: number, count: number) {
  const client = useQueryClient();
  const shown = useRef(count);
  useEffect(() => {
    if (shown.current === count) return;
    const timer = setTimeout(() => {
      shown.current = count;
      readAnew(client, queryKeys.memberPages(room));
    }, GATHER);
    return () => clearTimeout(timer);
  }, [client, room, count]);
}
