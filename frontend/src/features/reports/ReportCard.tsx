import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Button, buttonClass } from "@/components/controls/Button";
import { toast } from "@/components/overlay/Toast";
import { useNameOf } from "@/entities/people/useNameOf";
import { useRooms } from "@/entities/rooms/queries";
import { dateAndTime } from "@/lib/i18n/dates";
import { errorText } from "@/lib/i18n/errorText";
import type { Report } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { DecideDialog } from "./DecideDialog";
import { useClaim } from "./queries";
import { ReportedThing } from "./ReportedThing";
import { Counted, Outcome } from "./ReportFacts";
import { useReportTitle } from "./useReportTitle";

/** One report for those who decide it. */
export function ReportCard({ report }: { report: Report }) {
  const { t, i18n } = useTranslation("moderation");
  const id = useId();
  const nameOf = useNameOf();
  const title = useReportTitle(report);
  const { reporter, reason, text, created_at, state } = report;
  // It stays whole where the line breaks.
  const when = dateAndTime(new Date(created_at), i18n.language).replaceAll(" ", "\u00a0");
  return (
    <li>
      <article aria-labelledby={id} className="rounded-xl border border-line bg-raised p-4 text-sm">
        <h2 id={id} className="wrap-anywhere font-semibold">
          {title}
        </h2>
        <p className="wrap-anywhere mt-0.5 text-muted text-xs">
          <span className="font-medium text-text">{t(`reasons.${reason}`)}</span>
          {" · "}
          {reporter ? t("reportedBy", { name: nameOf(reporter), when }) : when}
        </p>
        {text && <p className="wrap-anywhere mt-2 whitespace-pre-wrap">{text}</p>}
        <ReportedThing report={report} />
        <Counted report={report} />
        {state === "decided" ? <Outcome report={report} /> : <Steps report={report} title={title} />}
      </article>
    </li>
  );
}

function Steps({ report, title }: { report: Report; title: string }) {
  const { t } = useTranslation("moderation");
  const [decides, setDecides] = useState(false);
  const claim = useClaim(report);
  const nameOf = useNameOf();
  const me = useSession((state) => state.user?.id);
  const { claimed_by: by } = report;
  const isMine = by?.id === me;
  const claimText = isMine ? t("unclaim") : by ? t("takeOver") : t("claim");
  const toggle = () => claim.mutate(!isMine, { onError: (error) => void toast.error(errorText(error)) });
  return (
    <>
      {by && (
        <p className="mt-3 text-muted text-xs">{isMine ? t("claimedByMe") : t("claimedBy", { name: nameOf(by) })}</p>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        {(!by || isMine) && (
          <Button look="primary" aria-label={t("decideNamed", { title })} onClick={() => setDecides(true)}>
            {t("decide")}
          </Button>
        )}
        <Button busy={claim.isPending} aria-label={t("claimNamed", { claim: claimText, title })} onClick={toggle}>
          {claimText}
        </Button>
        <ToMessage report={report} title={title} />
      </div>
      {decides && <DecideDialog report={report} title={title} onClose={() => setDecides(false)} />}
    </>
  );
}

/** Where I am in the room, and the message is still there. */
function ToMessage({ report: { message, room, kept }, title }: { report: Report; title: string }) {
  const { t } = useTranslation("moderation");
  const { data: rooms = [] } = useRooms();
  if (!rooms.some(({ id }) => id === room)) return null;
  const seq = message !== null && kept.message ? `/${kept.message.seq}` : "";
  return (
    <Link to={`/rooms/${room}${seq}`} aria-label={t("goThereNamed", { title })} className={buttonClass()}>
      {t("goThere")}
    </Link>
  );
}
