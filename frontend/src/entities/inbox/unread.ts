import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "@/lib/api/api";
import { ApiError } from "@/lib/http/request";
import type { InboxUnread } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { useConnection } from "@/realtime/connection/connectionState";

/** Milliseconds, in which all who lost the same server ask again. */
const SPREAD = 5_000;

/** Frames keep it current. */
const inboxUnreadQuery = {
  queryKey: queryKeys.inboxUnread(),
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<InboxUnread>("/api/inbox/unread/", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
};

/**
 * Asks for it, and again after an outage. The shell calls it once: in one column the list of rooms, which shows it, may
 * be hidden, and does nothing then.
 */
export function useInboxState() {
  const client = useQueryClient();
  const isOpen = useConnection(({ status }) => status === "open");
  // Who shows it draws it again, not the shell.
  useQuery({ ...inboxUnreadQuery, enabled: isOpen, notifyOnChangeProps: [] });
  useEffect(() => {
    if (!isOpen) return;
    // Frames come from here on: what was read before may have changed since.
    const isFirst = client.getQueryData(queryKeys.inboxUnread()) === undefined;
    if (isFirst) return void client.invalidateQueries({ queryKey: queryKeys.inbox() });
    const ask = () => {
      for (const queryKey of [queryKeys.inboxUnread(), queryKeys.inbox()]) void client.invalidateQueries({ queryKey });
    };
    const timer = setTimeout(ask, Math.random() * SPREAD);
    return () => clearTimeout(timer);
  }, [client, isOpen]);
}

/** What is known of it, without asking. */
export const useKnownUnread = () => useQuery({ ...inboxUnreadQuery, enabled: false }).data;

/** How much of what I am told of is not done; null until that is known, and on a site without an inbox. */
export const useInboxUnread = () => useKnownUnread()?.unread ?? null;

/** False on a site without an inbox. Until that is known there is one: rooms would move when its link came. */
export function useHasInbox() {
  const { error } = useQuery({ ...inboxUnreadQuery, enabled: false });
  return !(error instanceof ApiError && error.status === 404);
}

/** How much of a room is not done. A frame names no room, so after one it may be any. */
export const undoneIn = (room: number, known: InboxUnread | undefined) =>
  known?.rooms ? (known.rooms[room] ?? 0) : (known?.unread ?? 0);

/** Takes what the server said where I marked something. A frame that came meanwhile is newer. */
export function putUnread(client: QueryClient, answer: InboxUnread) {
  client.setQueryData<InboxUnread>(queryKeys.inboxUnread(), (known) =>
    known && known.me > answer.me ? known : answer,
  );
}
