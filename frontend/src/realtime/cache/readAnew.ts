import type { Query, QueryClient, QueryKey } from "@tanstack/react-query";

const askedAgain = new WeakSet<Query>();

/**
 * Invalidates queries because of something that a frame told. It is newer than a first answer that is on its way, which the
 * library takes all the same, and asks no more. Here it asks once again when that has come: broken off, it would never come
 * where frames are many.
 */
export function readAnew(client: QueryClient, queryKey: QueryKey) {
  for (const query of client.getQueryCache().findAll({ queryKey })) {
    const { data, fetchStatus } = query.state;
    if (data !== undefined || fetchStatus !== "fetching" || askedAgain.has(query)) continue;
    askedAgain.add(query);
    const again = () => {
      askedAgain.delete(query);
      void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
    };
    // The fetch that is under way.
    void query.fetch().then(again, again);
  }
  void client.invalidateQueries({ queryKey });
}

/**
 * Puts into lists what a frame told, and again when the answers have come that are on their way: each replaces its list, and
 * may be older. `put` has to leave a list as it is that knows it already, or something newer.
 */
export function putAroundAnswers(client: QueryClient, queryKey: QueryKey, put: () => void) {
  put();
  for (const query of client.getQueryCache().findAll({ queryKey, fetchStatus: "fetching" }))
    void query.fetch().then(put, put);
}
