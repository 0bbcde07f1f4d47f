import { useTranslation } from "react-i18next";
import { useNameOf } from "@/entities/people/useNameOf";
import { dateAndTime } from "@/lib/i18n/dates";
import type { Decision, Report } from "@/lib/protocol/types";

type Decisions = Partial<Record<Decision, number>>;

const upheld = (decisions: Decisions) =>
  Object.entries(decisions).reduce((sum, [decision, number]) => sum + (decision === "nothing" ? 0 : number), 0);
const all = (decisions: Decisions) => Object.values(decisions).reduce((sum, number) => sum + number, 0);

/** How earlier reports about the person and by the reporter were decided. */
export function Counted({ report: { counts, user, reporter } }: { report: Report }) {
  const { t } = useTranslation("moderation");
  if (!counts) return null;
  const about = all(counts.about);
  const by = all(counts.by);
  if (about + by === 0) return null;
  return (
    <ul className="mt-2 text-muted text-xs">
      {user && about > 0 && <li>{t("countedAbout", { count: about, upheld: upheld(counts.about) })}</li>}
      {reporter && by > 0 && <li>{t("countedBy", { count: by, upheld: upheld(counts.by) })}</li>}
    </ul>
  );
}

/** How it was decided, by whom, and the note for those who decide. */
export function Outcome({ report: { decision, decided_by, decided_at, note, told } }: { report: Report }) {
  const { t, i18n } = useTranslation("moderation");
  const nameOf = useNameOf();
  const when = decided_at ? dateAndTime(new Date(decided_at), i18n.language) : "";
  return (
    <div className="mt-3 border-line border-t pt-2">
      <p className="font-medium">{decision && t(`outcomes.${decision}`)}</p>
      <p className="text-muted text-xs">
        {decided_by ? t("decidedBy", { name: nameOf(decided_by), when }) : when}
        {" · "}
        {told ? t("reporterTold") : t("reporterNotTold")}
      </p>
      {note && <p className="wrap-anywhere mt-1 whitespace-pre-wrap">{note}</p>}
    </div>
  );
}
