import { useQuery } from "@tanstack/react-query";
import { request } from "@/lib/http/request";
import type { Site } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** What the site allows without an account. */
export const useSite = () =>
  useQuery({
    queryKey: queryKeys.site(),
    queryFn: ({ signal }) => request<Site>("GET", "/api/site/", { signal }),
  });
