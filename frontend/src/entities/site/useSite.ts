import { useQuery } from "@tanstack/react-query";
import { request } from "@/lib/http/request";
import type { Site } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** What the site allows without an account. `once`: an answer that is there is not asked for again. */
export const useSite = ({ once = false }: { once?: boolean } = {}) =>
  useQuery({
    queryKey: queryKeys.site(),
    queryFn: ({ signal }) => request<Site>("GET", "/api/site/", { signal }),
    ...(once && { staleTime: Number.POSITIVE_INFINITY }),
  });
