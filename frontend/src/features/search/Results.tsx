import clsx from "clsx";
import { type RefObject, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { NextPage } from "@/components/lists/NextPage";
import { useRooms } from "@/entities/rooms/queries";
import type { Search } from "@/entities/search/searchUrl";
import { usePlace } from "@/entities/search/usePlace";
import { retryDelayOf } from "@/lib/http/retry";
import { errorText } from "@/lib/i18n/errorText";
import { FirstFinds, Heading } from "./FirstFinds";
import { Hit } from "./Hit";
import { Notes } from "./Notes";
import { Nothing } from "./Nothing";
import { SearchSkeleton } from "./SearchSkeleton";
import { SortChoice } from "./SortChoice";
import { useSearchPages } from "./useSearchPages";

type Props = {
  search: Search;
  list: RefObject<HTMLDivElement | null>;
  onChange: (next: Search) => void;
  /** A result was opened. */
  onOpen: () => void;
};

/** What the search finds: first rooms, people and files, then messages. */
export function Results({ search, list, onChange, onOpen }: Props) {
  const { t } = useTranslation("search");
  const { data: mine } = useRooms();
  const rooms = useMemo(() => new Map((mine ?? []).map((room) => [room.id, room])), [mine]);
  const found = useSearchPages(search);
  const { first, error, refetch, hasNextPage, isPlaceholderData } = found;
  // Nothing of a room that I lost meanwhile.
  const results = found.results.filter(({ room }) => rooms.has(room));
  const onClick = usePlace(list, first !== undefined && rooms.size > 0, onOpen);
  const isLoading = !first || isPlaceholderData;
  const isNothing = first && results.length === 0 && !hasNextPage;
  const hasFinds = first && first.rooms.length + first.people.length + first.files.length > 0;
  return (
    <>
      {/* What stands below says it too. */}
      <div className={isNothing && !hasFinds ? "sr-only" : "flex min-h-9 items-center justify-between gap-2 px-4 pb-1"}>
        <div role="status" className="min-w-0 truncate text-muted text-xs">
          {/* Nothing is dimmed meanwhile: what was found before can be read. */}
          {isPlaceholderData && <Skeleton className="h-3 w-24" />}
          {!isLoading && t(hasNextPage ? "foundMore" : "found", { count: results.length })}
        </div>
        {!isNothing && <SortChoice sort={search.sort} onChange={(sort) => onChange({ ...search, sort })} />}
      </div>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link or button is a click */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the links and buttons in it are clicked */}
      <div
        ref={list}
        onClick={onClick}
        aria-busy={isLoading && !error}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-1 pb-4"
      >
        {isLoading && <Waiting found={found} />}
        {error && !first && <ErrorState error={error} onRetry={refetch} />}
        {!first && !error && <SearchSkeleton />}
        {first && (
          <>
            <Notes notes={first.notes} />
            <FirstFinds page={first} rooms={rooms} />
            {hasFinds && results.length > 0 && <Heading text={t("messages")} />}
            <ol aria-label={t("messages")} className={clsx(results.length === 0 && "hidden")}>
              {results.map((each) => {
                const room = rooms.get(each.room);
                return <li key={each.message.id}>{room && <Hit found={each} room={room} />}</li>;
              })}
            </ol>
            {isNothing && !isPlaceholderData && (
              <Nothing text={search.text} rooms={rooms.size} onChange={(text) => onChange({ ...search, text })} />
            )}
            <NextPage found={found} label={t("more")} />
          </>
        )}
      </div>
    </>
  );
}

type Waits = Pick<ReturnType<typeof useSearchPages>, "failureReason" | "fetchStatus" | "error">;

/** Why an answer takes long: no network, or too many searches in a row. */
function Waiting({ found: { failureReason, fetchStatus, error } }: { found: Waits }) {
  const { t } = useTranslation("search");
  const isOffline = fetchStatus === "paused";
  const isLimited = retryDelayOf(failureReason) !== null;
  if (error || (!isOffline && !isLimited)) return null;
  return (
    <p role="status" className="mx-3 mb-2 rounded-lg border border-line bg-raised px-3 py-2 text-sm">
      {isOffline ? t("offline") : `${errorText(failureReason)} ${t("goesOn")}`}
    </p>
  );
}
