import { type QueryClient, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/components/overlay/Toast";
import { putUnread } from "@/entities/inbox/unread";
import { api } from "@/lib/api/api";
import { pathOf } from "@/lib/api/pagination";
import { errorText } from "@/lib/i18n/errorText";
import type { InboxPage, InboxUnread } from "@/lib/protocol/types";
import { type InboxPages, reloadInboxPages } from "@/realtime/cache/inboxPages";
import { mutationKeys, queryKeys } from "@/realtime/cache/queryKeys";

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
    ...marking(client),
    mutationFn: ({ ids, state }: { ids: number[]; state: ItemState }) =>
      api.post<InboxUnread>(`/api/inbox/${state}/`, { ids }, { idempotent: true, queue: `inbox ${ids}` }),
    onMutate: async ({ ids, state }) => {
      await client.cancelQueries({ queryKey: queryKeys.inbox() });
      const before: ItemState = state === "done" ? "undone" : "done";
      client.setQueryData<InboxPages>(queryKeys.inbox(before), (shown) => shown && without(shown, ids));
    },
  });
}

/** Marks all as done that the list shows, or has further down. What has come since stays. */
export function useMarkAll() {
  const client = useQueryClient();
  return useMutation({
    ...marking(client),
    mutationFn: () => {
      const shown = client.getQueryData<InboxPages>(queryKeys.inbox("undone"))?.pages ?? [];
      const ids = shown.flatMap(({ results }) => results.map(({ id }) => id));
      const all = ids.length > 0 ? { all: true, up_to: Math.max(...ids) } : { all: true };
      return api.post<InboxUnread>("/api/inbox/done/", all, { idempotent: true });
    },
  });
}

/** What follows any mark. Where it was refused, the list that is loaded again has the items. */
const marking = (client: QueryClient) => ({
  mutationKey: mutationKeys.markInbox(),
  onSuccess: (unread: InboxUnread) => putUnread(client, unread),
  onError: (error: Error) => void toast.error(errorText(error)),
  onSettled: () => reloadInboxPages(client),
});

const without = (shown: InboxPages, ids: readonly number[]) => ({
  ...shown,
  pages: shown.pages.map((page) => ({ ...page, results: page.results.filter(({ id }) => !ids.includes(id)) })),
});
