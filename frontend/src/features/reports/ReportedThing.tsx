import clsx from "clsx";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { dateAndTime } from "@/lib/i18n/dates";
import type { KeptMessage, Report } from "@/lib/protocol/types";
import { useReportContext } from "./queries";

/** The message as it was when it was reported, and on demand those around it. */
export function ReportedThing({ report }: { report: Report }) {
  const { t } = useTranslation("moderation");
  const [isOpen, setOpen] = useState(false);
  const { message, room } = report.kept;
  if (!message) return room?.topic ? <p className="wrap-anywhere mt-2 text-muted">{room.topic}</p> : null;
  return (
    <>
      {isOpen ? <Around report={report} message={message} /> : <Kept message={message} isReported />}
      <Button look="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="mt-1 -ml-4">
        {isOpen ? t("hideContext") : t("showContext")}
      </Button>
    </>
  );
}

function Around({ report, message }: { report: Report; message: KeptMessage }) {
  const { data, error, refetch } = useReportContext(report.id, true);
  const { before = [], after = [] } = data?.context ?? {};
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  return (
    <>
      {!data && <Skeleton className="mt-2 h-8" />}
      {before.map((each) => (
        <Kept key={each.id} message={each} />
      ))}
      <Kept message={message} isReported />
      {after.map((each) => (
        <Kept key={each.id} message={each} />
      ))}
    </>
  );
}

function Kept({ message, isReported = false }: { message: KeptMessage; isReported?: boolean }) {
  const { t, i18n } = useTranslation("moderation");
  const { author, text, files, created_at } = message;
  return (
    <blockquote
      className={clsx(
        "mt-2 rounded-lg border px-3 py-2",
        isReported ? "border-edge bg-surface" : "border-transparent text-muted",
      )}
    >
      <p className="flex flex-wrap items-baseline gap-x-2 text-xs">
        <bdi className="font-semibold text-text">{author.display_name}</bdi>
        <bdi className="text-muted">@{author.username}</bdi>
        <time dateTime={created_at} className="text-muted">
          {dateAndTime(new Date(created_at), i18n.language)}
        </time>
      </p>
      {text && (
        <p dir="auto" className="wrap-anywhere max-h-64 overflow-y-auto whitespace-pre-wrap">
          {text}
        </p>
      )}
      {files.length > 0 && (
        <p className="wrap-anywhere text-muted text-xs">{t("withFiles", { files: files.join(", ") })}</p>
      )}
    </blockquote>
  );
}
