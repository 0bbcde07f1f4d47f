import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { BackToRooms } from "@/entities/rooms/BackToRooms";
import { useTitle } from "@/lib/browser/title";
import type { SettingsPageEntry } from "./sections";

type Props = { pages: readonly SettingsPageEntry[]; isBeside: boolean };

/** Beside a page, or as a page of its own. */
export function SettingsNav({ pages, isBeside }: Props) {
  const { t } = useTranslation("settings");
  return (
    <div className={clsx("flex min-h-0 flex-col", isBeside ? "w-56 shrink-0 border-line border-r" : "flex-1")}>
      {!isBeside && <ListTitle />}
      <header className="flex h-14 shrink-0 items-center gap-1 border-line border-b px-2 md:px-5">
        <BackToRooms />
        <h1 className="font-semibold">{t("title")}</h1>
      </header>
      <nav aria-label={t("title")} className="min-h-0 overflow-y-auto p-2">
        <ul className="flex flex-col gap-0.5">
          {pages.map((page) => (
            <PageLink key={page.name} page={page} isBeside={isBeside} />
          ))}
        </ul>
      </nav>
    </div>
  );
}

/** The title of the browser's tab while the list is the page. */
function ListTitle() {
  const { t } = useTranslation("settings");
  useTitle(t("title"));
  return null;
}

function PageLink({ page: { name, title, icon: Icon }, isBeside }: { page: SettingsPageEntry; isBeside: boolean }) {
  const { t } = useTranslation("settings");
  return (
    <li>
      <NavLink
        to={`/settings/${name}`}
        // Beside a page the list is like tabs: Back leads out of the settings.
        replace={isBeside}
        className={({ isActive }) =>
          clsx(
            "target flex items-center gap-3 rounded-lg px-3 text-sm transition-colors duration-150",
            isActive ? "bg-selected font-medium forced-colors:outline-2" : "hover:bg-raised",
          )
        }
      >
        <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 flex-1 truncate">{t(title)}</span>
        {!isBeside && <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-muted" />}
      </NavLink>
    </li>
  );
}
