import { type InfiniteData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReportTarget } from "@/entities/moderation/dialogs";
import { api } from "@/lib/api/api";
import { pathOf } from "@/lib/api/pagination";
import type { Decision, Report, ReportReason } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

export const REASONS = ["spam", "abuse", "illegal", "private", "other"] as const satisfies readonly ReportReason[];

/** `open`: those that I decide; `mine`: those that I made. */
export type ReportState = "open" | "decided" | "mine";

type ReportPage = { results: Report[]; next: string | null };

/** The same report twice is one, so it is sent again until the server answers. */
export function useReport(target: ReportTarget) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (form: { reason: ReportReason; text: string }) =>
      api.post<{ id: number }>("/api/reports/", { ...idOf(target), ...form }, { idempotent: true }),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.reports() }),
  });
}

function idOf(target: ReportTarget) {
  if ("message" in target) return { message: target.message.id };
  return "user" in target ? { user: target.user.id } : { room: target.room.id };
}

export function useReports(state: ReportState) {
  const found = useInfiniteQuery({
    queryKey: queryKeys.reports(state),
    queryFn: ({ pageParam, signal }) =>
      pageParam === null
        ? api.get<ReportPage>("/api/reports/", { params: { state }, signal })
        : api.get<ReportPage>(pageParam, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next && pathOf(next),
    staleTime: 0,
  });
  return { ...found, reports: found.data?.pages.flatMap(({ results }) => results) };
}

/** The whole report, with the messages around the reported one. */
export const useReportContext = (id: number, enabled: boolean) =>
  useQuery({
    queryKey: queryKeys.report(id),
    queryFn: ({ signal }) => api.get<Report>(`/api/reports/${id}/`, { signal }),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Says that I look into it, instead of who said so before, or that nobody does. */
export function useClaim({ id, claimed_by }: Report) {
  const put = usePutReport();
  const path = `/api/reports/${id}/claim/`;
  return useMutation({
    mutationFn: async (claims: boolean) => {
      if (!claims || claimed_by) await api.del<Report>(path);
      return claims ? api.put<Report>(path) : api.get<Report>(`/api/reports/${id}/`);
    },
    onSuccess: put.keep,
    onError: put.reload,
  });
}

export type Decided = { decision: Decision; note: string; seconds?: number | null; tell: boolean };

export function useDecide({ id }: Report) {
  const put = usePutReport();
  return useMutation({
    mutationFn: (decided: Decided) => api.patch<Report>(`/api/reports/${id}/`, decided),
    onSuccess: put.reload,
    onError: put.reload,
  });
}

function usePutReport() {
  const client = useQueryClient();
  const reload = () => {
    void client.invalidateQueries({ queryKey: queryKeys.reports() });
    void client.invalidateQueries({ queryKey: queryKeys.reportSummary() });
  };
  const keep = (report: Report | undefined) => {
    if (!report) return reload();
    client.setQueriesData<InfiniteData<ReportPage>>({ queryKey: queryKeys.reports() }, (shown) =>
      shown ? { ...shown, pages: shown.pages.map((page) => withReport(page, report)) } : shown,
    );
  };
  return { reload, keep };
}

const withReport = (page: ReportPage, report: Report) => ({
  ...page,
  results: page.results.map((each) => (each.id === report.id ? report : each)),
});
