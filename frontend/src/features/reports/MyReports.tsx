import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { NextPage } from "@/components/lists/NextPage";
import { dateAndTime } from "@/lib/i18n/dates";
import type { Report } from "@/lib/protocol/types";
import { useReports } from "./queries";
import { useReportTitle } from "./useReportTitle";

/** What I reported, and what came of it. */
export function MyReports() {
  const { t } = useTranslation("moderation");
  const found = useReports("mine");
  if (found.error && !found.reports) return <ErrorState error={found.error} onRetry={found.refetch} />;
  if (!found.reports) return <Skeleton className="h-14" />;
  if (found.reports.length === 0) return <p className="text-muted text-sm">{t("noReports")}</p>;
  return (
    <>
      <ul className="flex flex-col divide-y divide-line">
        {found.reports.map((report) => (
          <MyReport key={report.id} report={report} />
        ))}
      </ul>
      <NextPage found={found} label={t("moreReports")} />
    </>
  );
}

function MyReport({ report }: { report: Report }) {
  const { t, i18n } = useTranslation("moderation");
  const title = useReportTitle(report);
  const { reason, created_at, kept, text } = report;
  return (
    <li className="py-3 text-sm first:pt-0">
      <p className="wrap-anywhere font-medium">{title}</p>
      <p className="text-muted text-xs">
        {t(`reasons.${reason}`)}
        {" · "}
        <time dateTime={created_at}>{dateAndTime(new Date(created_at), i18n.language)}</time>
      </p>
      {kept.message?.text && <p className="mt-1 line-clamp-2 wrap-anywhere text-muted">{kept.message.text}</p>}
      {text && <p className="wrap-anywhere mt-1 whitespace-pre-wrap">{text}</p>}
      <p className="mt-1 font-medium">{useOutcome(report)}</p>
    </li>
  );
}

function useOutcome({ state, decision }: Report) {
  const { t } = useTranslation("moderation");
  if (state !== "decided") return t("stillOpen");
  return decision ? t(`told.${decision}`) : t("closed");
}
