import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "@/lib/api/api";
import type { InboxPage } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { useConnection } from "@/realtime/connection/connectionState";

/** Frames keep it current. */
const inboxUnreadQuery = {
  queryKey: queryKeys.inboxUnread(),
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const { unread } = await api.get<InboxPage>("/api/inbox/", { params: { limit: "1" }, signal });
    return unread;
  },
  staleTime: Number.POSITIVE_INFINITY,
};

/** How much of what I am told of is not done; null until that is known, and on a site without an inbox. */
export function useInboxUnread() {
  const client = useQueryClient();
  const isOpen = useConnection(({ status }) => status === "open");
  const { data } = useQuery({ ...inboxUnreadQuery, enabled: isOpen });
  useEffect(() => {
    // Frames come from here on: what was read before an outage may have changed since.
    if (isOpen)
      for (const queryKey of [queryKeys.inboxUnread(), queryKeys.inbox()]) void client.invalidateQueries({ queryKey });
  }, [client, isOpen]);
  return data ?? null;
}
