import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/display/EmptyState";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { Choice } from "@/components/form/Choice";
import { NextPage } from "@/components/lists/NextPage";
import { useReports } from "./queries";
import { ReportCard } from "./ReportCard";

type Shown = "open" | "decided";

/** The reports that I decide: those of rooms that I moderate; for staff all. */
export function ReportQueue() {
  const { t } = useTranslation("moderation");
  const [shown, setShown] = useState<Shown>("open");
  return (
    <>
      <Choice<Shown>
        label={t("show")}
        value={shown}
        onChange={setShown}
        options={{ open: t("openReports"), decided: t("decidedReports") }}
      />
      <Queue key={shown} shown={shown} />
    </>
  );
}

function Queue({ shown }: { shown: Shown }) {
  const { t } = useTranslation("moderation");
  const found = useReports(shown);
  if (found.error && !found.reports) return <ErrorState error={found.error} onRetry={found.refetch} />;
  if (!found.reports) return <Skeleton className="mt-4 h-32" />;
  if (found.reports.length === 0) {
    return (
      <EmptyState title={shown === "open" ? t("nothingOpen") : t("nothingDecided")}>
        {shown === "open" && t("nothingOpenHint")}
      </EmptyState>
    );
  }
  return (
    <>
      <ul aria-label={shown === "open" ? t("openReports") : t("decidedReports")} className="mt-4 flex flex-col gap-3">
        {found.reports.map((report) => (
          <ReportCard key={report.id} report={report} />
        ))}
      </ul>
      <NextPage found={found} label={t("moreReports")} />
    </>
  );
}
