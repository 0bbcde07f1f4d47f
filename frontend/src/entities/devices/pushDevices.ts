import { useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import type { PushDevice } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

export type PushDevices = { results: PushDevice[] };

/** My devices that take pushes. A site may have none of this. */
export function usePushDevices() {
  return useQuery({
    queryKey: queryKeys.pushDevices(),
    queryFn: ({ signal }) => api.get<PushDevices>("/api/push/subscriptions/", { signal }),
  });
}
