import { type QueryClient, useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { NotificationPreferences } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

export const PREFERENCES_PATH = "/api/me/notifications/";

const preferencesQuery = {
  queryKey: queryKeys.notificationPreferences(),
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<NotificationPreferences>(PREFERENCES_PATH, { signal }),
};

/** What I want to be told of. A site may have no such thing. */
export const useNotificationPreferences = () => useQuery(preferencesQuery);

/**
 * As they were at most so many milliseconds ago; as last known, where they could not be asked for since then: while a
 * server is away, each message would ask for them.
 */
export async function recentPreferences(client: QueryClient, staleTime: number) {
  const known = client.getQueryState<NotificationPreferences>(preferencesQuery.queryKey);
  if (known && Date.now() - known.errorUpdatedAt < staleTime) return known.data;
  return client.fetchQuery({ ...preferencesQuery, staleTime });
}
