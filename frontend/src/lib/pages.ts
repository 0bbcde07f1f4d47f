import { api } from "@/lib/api";
import type { RequestOptions } from "@/lib/http";
import type { Page } from "@/lib/wire";

/** A whole keyset-paginated list. Only the path of `next` is used: behind a proxy its host can be an inner one. */
export async function allPages<T>(path: string, options: Pick<RequestOptions, "params" | "signal"> = {}): Promise<T[]> {
  const first = await api.get<Page<T>>(path, options);
  const results = [...first.results];
  for (let next = first.next; next; ) {
    const { pathname, search } = new URL(next, location.origin);
    const page = await api.get<Page<T>>(pathname + search, { signal: options.signal });
    results.push(...page.results);
    next = page.next;
  }
  return results;
}
