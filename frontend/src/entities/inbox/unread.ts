import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "@/lib/api/api";
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

/** How much of what I am told of is not done; null until that is known, and on a site without an inbox. */
export function useInboxUnread() {
  const client = useQueryClient();
  const isOpen = useConnection(({ status }) => status === "open");
  const wasOpen = useRef(false);
  const { data } = useQuery({ ...inboxUnreadQuery, enabled: isOpen });
  useEffect(() => {
    if (!isOpen) return;
    const ask = () => {
      for (const queryKey of [queryKeys.inboxUnread(), queryKeys.inbox()]) void client.invalidateQueries({ queryKey });
    };
    // Frames come from here on: what was read before an outage may have changed since.
    const timer = setTimeout(ask, wasOpen.current ? Math.random() * SPREAD : 0);
    wasOpen.current = true;
    return () => clearTimeout(timer);
  }, [client, isOpen]);
  return data?.unread ?? null;
}

/** What is known of it, without asking. */
export const useKnownUnread = () => useQuery({ ...inboxUnreadQuery, enabled: false }).data;

/** Takes what the server said where I marked something. A frame that came meanwhile is newer. */
export function putUnread(client: QueryClient, answer: InboxUnread) {
  client.setQueryData<InboxUnread>(queryKeys.inboxUnread(), (known) =>
    known && known.me > answer.me ? known : answer,
  );
}
