import { Navigate, useLocation, useParams } from "react-router";
import { useFreshMe } from "@/features/settings/queries";
import { useMediaQuery, WITH_CONTEXT } from "@/lib/hooks/useMediaQuery";
import { useSession } from "@/lib/session/useSession";
import { SettingsNav } from "./SettingsNav";
import { SettingsPane } from "./SettingsPane";
import { SETTINGS_PAGES, SETTINGS_SECTIONS, type SettingsPageEntry } from "./sections";

/** The list of pages with one of them beside it; in a narrow window either the list or a page. */
export function SettingsPage() {
  useFreshMe();
  const { hash } = useLocation();
  const { page: name } = useParams();
  const isStaff = useSession((state) => state.user?.is_staff);
  const isBeside = useMediaQuery(WITH_CONTEXT);
  const pages: readonly SettingsPageEntry[] = SETTINGS_PAGES.filter((page) => isStaff || !("forStaff" in page));
  const page = pages.find((each) => each.name === name);
  if (name && !page) return <Navigate to="/settings" replace />;
  const linked = pageOf(hash);
  if (!name && linked) return <Navigate to={`/settings/${linked}${hash}`} replace />;
  if (!name && isBeside) return <Navigate to={`/settings/${pages[0]?.name}`} replace />;
  return (
    <div className="flex min-h-0 flex-1">
      {(isBeside || !page) && <SettingsNav pages={pages} isBeside={isBeside} />}
      {page && <SettingsPane key={page.name} page={page} isBeside={isBeside} />}
    </div>
  );
}

/** The page of the section that an address names, as /settings#password did when all was one page. */
const pageOf = (hash: string) => SETTINGS_SECTIONS.find(({ id }) => id && hash === `#${id}`)?.page;
