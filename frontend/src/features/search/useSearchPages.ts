import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Search } from "@/entities/search/searchUrl";
import { api } from "@/lib/api/api";
import { pathOf } from "@/lib/api/pagination";
import { ApiError } from "@/lib/http/request";
import { retryDelayOf } from "@/lib/http/retry";
import type { SearchPage } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** Milliseconds that a list is kept for somebody who reads what they found, and goes back. */
const KEPT = 15 * 60_000;
const RETRIES = 2;
const WAITS = 5;
const SLOWEST = 8_000;

/** What a search finds, page by page. */
export function useSearchPages({ text, sort }: Search) {
  const found = useInfiniteQuery({
    queryKey: queryKeys.search(text, sort),
    queryFn: ({ pageParam, signal }) =>
      pageParam === null
        ? api.get<SearchPage>("/api/search/", { params: { q: text, sort }, signal })
        : api.get<SearchPage>(pageParam, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next && pathOf(next),
    // The list of the last words stays until the next one is there.
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT,
    retry: isTriedAgain,
    retryDelay: (failures, error) => retryDelayOf(error) ?? Math.min(SLOWEST, 1000 * 2 ** failures),
  });
  const pages = found.data?.pages;
  const results = useMemo(() => withoutRepeats(pages ?? []), [pages]);
  return { ...found, first: pages?.[0], results };
}

/** A rate-limited search waits as long as the server asks. Any other refusal is final. */
function isTriedAgain(failures: number, error: Error) {
  if (retryDelayOf(error) !== null) return failures < WAITS;
  const isPassing = error instanceof ApiError && (error.code === "network" || error.status >= 500);
  return isPassing && failures < RETRIES;
}

/** A message may be on two pages where others came meanwhile. */
const withoutRepeats = (pages: readonly SearchPage[]) => [
  ...new Map(pages.flatMap(({ results }) => results).map((each) => [each.message.id, each])).values(),
];
