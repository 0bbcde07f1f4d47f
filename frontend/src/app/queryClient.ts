import { hashKey, QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/lib/http/request";
import { onOtherUser, session } from "@/lib/session/session";
import { queryKeys } from "@/realtime/cache/queryKeys";

const RETRIES = 3;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: (failures, error) => failures < RETRIES && isPassing(error), staleTime: 30_000 },
  },
});

/** No answer, or a server error: another try may succeed. A refusal is final. */
const isPassing = (error: Error) => error instanceof ApiError && (error.code === "network" || error.status >= 500);

const SITE = hashKey(queryKeys.site());

/** What the site tells anybody stays: its logo is shown by what is mounted before and after. */
function forgetPerson() {
  queryClient.removeQueries({ predicate: ({ queryHash }) => queryHash !== SITE });
  queryClient.getMutationCache().clear();
}

session.subscribe((now, before) => {
  if (now.status === "out") forgetPerson();
  // Queries that failed during the expired session are sent again.
  else if (before.expired && !now.expired) void queryClient.invalidateQueries();
});

onOtherUser(() => location.replace("/"));
