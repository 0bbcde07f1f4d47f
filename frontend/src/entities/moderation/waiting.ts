import { useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** Frames keep it current; loaded by features/moderation. */
export const reportSummaryQuery = {
  queryKey: queryKeys.reportSummary(),
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<{ open: number }>("/api/reports/summary/", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
};

/** How many reports wait for my decision. */
export function useOpenReports() {
  const { data } = useQuery({ ...reportSummaryQuery, enabled: false });
  return data?.open ?? 0;
}
