import { Activity } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation } from "react-router";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import { useInboxState } from "@/entities/inbox/unread";
import { useUnreadTotal } from "@/entities/rooms/queries";
import { useSearchUrl } from "@/entities/search/useSearchUrl";
import { AccountWarnings } from "@/features/account-warnings/AccountWarnings";
import { RoomDialogs } from "@/features/add-room/RoomDialogs";
import { useAddedToasts } from "@/features/added-to-room/useAddedToasts";
import { SignInDialog } from "@/features/auth/SignInDialog";
import { ListDialogs } from "@/features/list-dialogs/ListDialogs";
import { useNotifications } from "@/features/notifications/useNotifications";
import { useRoomKeys } from "@/features/room-list/useRoomKeys";
import { useSearchKeys } from "@/features/search/useSearchKeys";
import { useBrowserTimeZone } from "@/features/settings/useBrowserTimeZone";
import { Shortcuts } from "@/features/shortcuts/Shortcuts";
import { Switcher } from "@/features/switcher/Switcher";
import { useUnreadBadge } from "@/lib/browser/title";
import { useMediaQuery, WIDE } from "@/lib/hooks/useMediaQuery";
import { addTexts } from "@/lib/i18n/i18n";
import { aheadModule } from "@/lib/lazy/aheadModule";
import { useRealtime } from "@/realtime/useRealtime";
import { ConnectionNotice } from "./connection/ConnectionNotice";
import { ErrorBoundary } from "./ErrorBoundary";
import { ModerationDialogs } from "./moderation/ModerationDialogs";
import { ModerationState } from "./moderation/ModerationState";
import { RoomsColumn } from "./RoomsColumn";
import { useSwitcherResults } from "./useSwitcherResults";

// Loaded before it is asked for: people type on at once.
const SearchPanel = lazyComponent(
  aheadModule(async () => (await Promise.all([import("@/features/search/SearchPanel"), addTexts("search")]))[0]),
  ({ SearchPanel }) => SearchPanel,
);

/** Shows the rooms beside the page. In one column it shows the search, else the list at "/", else the page. */
export function Shell() {
  useRealtime();
  useRoomKeys();
  useSearchKeys();
  useAddedToasts();
  useInboxState();
  useNotifications();
  useBrowserTimeZone();
  useUnreadBadge(useUnreadTotal());
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const atHome = pathname === "/";
  const isWide = useMediaQuery(WIDE);
  const isSearching = useSearchUrl().search !== null;
  const searchAlone = !isWide && isSearching;
  const listAlone = !isWide && atHome && !searchAlone;
  return (
    <div className="safe flex h-full flex-col">
      <a
        href="#page"
        className="sr-only z-50 rounded-lg bg-text px-3 py-2 text-sm text-surface focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        {t("skip")}
      </a>
      <ConnectionNotice />
      <div className="flex min-h-0 flex-1">
        {/* React renders the hidden list when it is idle, and keeps its scroll position. */}
        <Activity mode={isWide || listAlone ? "visible" : "hidden"}>
          <RoomsColumn alone={listAlone} />
        </Activity>
        {!listAlone && (
          <main id="page" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
            <ErrorBoundary key={searchAlone ? "search" : placeOf(pathname)}>
              {searchAlone ? <SearchPanel /> : <Outlet />}
            </ErrorBoundary>
          </main>
        )}
        {isSearching && !searchAlone && <SearchPanel />}
      </div>
      <RoomDialogs />
      <ListDialogs />
      <Switcher useResults={useSwitcherResults} />
      <Shortcuts />
      <AccountWarnings />
      <ModerationDialogs />
      <ModerationState />
      <SignInDialog />
    </div>
  );
}

/** A message's URL belongs to the page of its room. The settings have one list for all of their pages. */
const placeOf = (pathname: string) =>
  pathname
    .split("/")
    .slice(0, pathname.startsWith("/settings") ? 2 : 3)
    .join("/");
