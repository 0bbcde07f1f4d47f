import {
  hashKey,
  type InvalidateOptions,
  type InvalidateQueryFilters,
  type Query,
  QueryClient,
} from "@tanstack/react-query";
import { ApiError } from "@/lib/http/request";
import { onOtherUser, session } from "@/lib/session/session";
import { queryKeys } from "@/realtime/cache/queryKeys";

const RETRIES = 3;

/**
 * What invalidates a query is newer than a first answer that is on its way. The library takes that answer all the same, and asks
 * no more. Here it is asked once again when it has come: broken off, it would never come where frames are many.
 */
class FreshQueryClient extends QueryClient {
  readonly #askedAgain = new WeakSet<Query>();

  override invalidateQueries(filters?: InvalidateQueryFilters, options?: InvalidateOptions) {
    for (const query of this.getQueryCache().findAll(filters)) this.#askAgain(query);
    return super.invalidateQueries(filters, options);
  }

  #askAgain(query: Query) {
    const { data, fetchStatus } = query.state;
    if (data !== undefined || fetchStatus !== "fetching" || this.#askedAgain.has(query)) return;
    this.#askedAgain.add(query);
    const again = () => {
      this.#askedAgain.delete(query);
      void super.invalidateQueries({ queryKey: query.queryKey, exact: true });
    };
    // The fetch that is under way.
    void query.fetch().then(again, again);
  }
}

export const queryClient = new FreshQueryClient({
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
