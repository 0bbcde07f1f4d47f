import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { InboxPage, Message } from "@/lib/protocol/types";
import { mutationKeys, queryKeys } from "./queryKeys";

export type InboxPages = InfiniteData<InboxPage>;

/** Milliseconds. */
const GATHER = 500;

const waiting = new WeakSet<QueryClient>();

/**
 * Loads the pages of my inbox again that are shown: once for all that is marked within a moment, on whatever device.
 * While a mark is on its way an answer may be older than it; where that settles, this is called again.
 */
export function reloadInboxPages(client: QueryClient) {
  if (waiting.has(client)) return;
  waiting.add(client);
  setTimeout(() => {
    waiting.delete(client);
    if (client.isMutating({ mutationKey: mutationKeys.markInbox() }) > 0) return;
    void client.invalidateQueries({ queryKey: queryKeys.inbox() });
  }, GATHER);
}

/** Puts a changed message into the loaded pages. Without what I was told for, its item is gone. */
export function putInInbox(shown: InboxPages, message: Message): InboxPages {
  const items = shown.pages.flatMap(({ results }) => results);
  if (!items.some((each) => each.message.id === message.id && each.message.rev < message.rev)) return shown;
  const isGone = (kind: string) => message.deleted_at !== null || (kind === "here" && !message.mentions_here);
  const pages = shown.pages.map((page) => ({
    ...page,
    results: page.results.flatMap((each) => {
      if (each.message.id !== message.id) return [each];
      return isGone(each.kind) ? [] : [{ ...each, message }];
    }),
  }));
  return { ...shown, pages };
}
