import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { InboxPage, Message } from "@/lib/protocol/types";
import { mutationKeys, queryKeys } from "./queryKeys";
import { readAnew } from "./readAnew";

export type InboxPages = InfiniteData<InboxPage>;

/** Milliseconds. */
const GATHER = 500;
const LONGEST_GATHER = 4_000;
/** After so long without a reload the next one comes as soon as the first. */
const CALM = 5_000;

type Pace = { wait: number; last: number; isDue: boolean };

const paces = new WeakMap<QueryClient, Pace>();

/**
 * Loads the pages of my inbox again that are shown: once for all that is marked within a moment on whatever device, and
 * less often where that goes on. While a mark is on its way an answer may be older than it; where that settles, this is
 * called again.
 */
export function reloadInboxPages(client: QueryClient) {
  const pace = paces.get(client) ?? { wait: GATHER, last: 0, isDue: false };
  paces.set(client, pace);
  if (pace.isDue) return;
  pace.isDue = true;
  pace.wait = Date.now() - pace.last < CALM ? Math.min(2 * pace.wait, LONGEST_GATHER) : GATHER;
  setTimeout(() => {
    pace.isDue = false;
    pace.last = Date.now();
    if (client.isMutating({ mutationKey: mutationKeys.markInbox() }) > 0) return;
    readAnew(client, queryKeys.inbox());
  }, pace.wait);
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
