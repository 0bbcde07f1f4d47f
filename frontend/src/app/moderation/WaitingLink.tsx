import { Shield } from "lucide-react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useOpenReports } from "@/entities/moderation/waiting";
import { useDecides } from "@/entities/rooms/useDecides";

const most = (count: number) => (count > 99 ? "99+" : count);

/** Above the rooms, while something waits for my decision. */
export function WaitingLink() {
  const { t } = useTranslation("app");
  const decides = useDecides();
  const waiting = useOpenReports();
  if (!decides || waiting === 0) return null;
  return (
    <NavLink
      to="/moderation"
      className="target mx-2 mb-1 flex shrink-0 items-center gap-2 rounded-lg px-2 font-semibold text-sm transition-colors hover:bg-selected/60 aria-[current=page]:bg-selected forced-colors:aria-[current=page]:border-2"
    >
      <Shield aria-hidden="true" className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{t("moderation")}</span>
      <span className="shrink-0 rounded-full bg-ember px-1.5 font-semibold text-on-ember text-xs tabular-nums leading-5 forced-colors:border">
        <span aria-hidden="true">{most(waiting)}</span>
        <span className="sr-only">{t("waitingForYou", { count: waiting })}</span>
      </span>
    </NavLink>
  );
}
