import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { Navigate, NavLink, useParams } from "react-router";
import { BackToRooms } from "@/entities/rooms/BackToRooms";
import { HeldQueue } from "@/features/held-messages/HeldQueue";
import { ReportQueue } from "@/features/reports/ReportQueue";
import { useTitle } from "@/lib/browser/title";

const PAGES = [
  { name: "reports", title: "reports", Content: ReportQueue },
  { name: "held", title: "heldMessages", Content: HeldQueue },
] as const;

/** What waits for those who look after a room or the site. */
export function ModerationPage() {
  const { t } = useTranslation("moderation");
  const { page: name } = useParams();
  const page = PAGES.find((each) => each.name === (name ?? "reports"));
  useTitle(t("title"));
  if (!page) return <Navigate to="/moderation" replace />;
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-1 border-line border-b px-2 md:px-5">
        <BackToRooms />
        <h1 className="font-semibold">{t("title")}</h1>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex max-w-2xl flex-col px-4 pt-3 pb-10 md:px-5">
          <nav aria-label={t("title")} className="mb-4 flex gap-1 border-line border-b">
            {PAGES.map((each) => (
              <NavLink
                key={each.name}
                to={`/moderation/${each.name}`}
                replace
                aria-current={each === page ? "page" : undefined}
                className={clsx(
                  "target -mb-px flex items-center border-b-2 px-3 text-sm",
                  each === page ? "border-text font-semibold" : "border-transparent text-muted hover:text-text",
                )}
              >
                {t(each.title)}
              </NavLink>
            ))}
          </nav>
          <page.Content />
        </div>
      </div>
    </div>
  );
}
