import { useQuery } from "@tanstack/react-query";
import { request } from "@/lib/http";
import type { Site } from "@/lib/wire";

/** What may be done here without an account. */
export const useSite = () =>
  useQuery({
    queryKey: ["site"],
    queryFn: ({ signal }) => request<Site>("GET", "/api/site/", { signal }),
  });
