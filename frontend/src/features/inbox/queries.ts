import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import { pathOf } from "@/lib/api/pagination";
import type { InboxPage } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

export type ItemState = "undone" | "done";

const PAGE = "50";

export function useInbox(state: ItemState, enabled = true) {
  const found = useInfiniteQuery({
    queryKey: queryKeys.inbox(state),
    queryFn: ({ pageParam, signal }) =>
      pageParam === null
        ? api.get<InboxPage>("/api/inbox/", { params: { done: String(state === "done"), limit: PAGE }, signal })
        : api.get<InboxPage>(pageParam, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next && pathOf(next),
    staleTime: 0,
    enabled,
  });
  return { ...found, items: found.data?.pages.flatMap(({ results }) => results) };
}

/** Marks items as done, or as unread. The list shows it at once. */
export function useMark() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ ids, state }: { ids: number[]; state: ItemState }) =>
      api.post<{ unread: number }>(`/api/inbox/${state}/`, { ids }, { idempotent: true, queue: `inbox ${ids}` }),
    onMutate: async ({ ids, state }) => {
      await client.cancelQueries({ queryKey: queryKeys.inbox() });
      const before: ItemState = state === "done" ? "undone" : "done";
      client.setQueryData<InfiniteData<InboxPage>>(queryKeys.inbox(before), (shown) => shown && without(shown, ids));
    },
    onSuccess: ({ unread }) => client.setQueryData<number>(queryKeys.inboxUnread(), unread),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.inbox() }),
  });
}

export function useMarkAll() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<{ unread: number }>("/api/inbox/done/", { all: true }, { idempotent: true }),
    onSuccess: ({ unread }) => client.setQueryData<number>(queryKeys.inboxUnread(), unread),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.inbox() }),
  });
}

const without = (shown: InfiniteData<InboxPage>, ids: readonly number[]) => ({
  ...shown,
  pages: shown.pages.map((page) => ({ ...page, results: page.results.filter(({ id }) => !ids.includes(id)) })),
});
