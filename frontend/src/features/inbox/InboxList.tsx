import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/display/EmptyState";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { NextPage } from "@/components/lists/NextPage";
import { useRooms } from "@/entities/rooms/queries";
import { useKeptFocus } from "@/lib/hooks/useKeptFocus";
import type { RoomSummary } from "@/lib/protocol/types";
import { InboxRow } from "./InboxRow";
import { type ItemState, useInbox } from "./queries";

/** All that I am told of, what is unread first. */
export function InboxList() {
  const { t } = useTranslation("inbox");
  const { data: rooms } = useRooms();
  const undone = useInbox("undone");
  const isWhole = undone.items !== undefined && !undone.hasNextPage;
  const done = useInbox("done", isWhole);
  const list = useRef<HTMLDivElement>(null);
  // The first heading, or that nothing is left.
  const kept = useKeptFocus(() => list.current?.querySelector<HTMLElement>("[tabindex='-1']"));
  if (undone.error && !undone.items) return <ErrorState error={undone.error} onRetry={undone.refetch} />;
  if (!undone.items || !rooms) return <Skeleton className="mx-3 mt-4 h-32" />;
  return (
    <div ref={list} {...kept}>
      {undone.items.length === 0 && isWhole ? (
        <div tabIndex={-1} className="outline-none">
          <EmptyState title={t("caughtUp")}>{t("caughtUpHint")}</EmptyState>
        </div>
      ) : (
        <Part state="undone" found={undone} rooms={rooms} />
      )}
      {isWhole && done.items && done.items.length > 0 && <Part state="done" found={done} rooms={rooms} />}
      {isWhole && done.error && !done.items && <ErrorState error={done.error} onRetry={done.refetch} />}
    </div>
  );
}

type PartProps = { state: ItemState; found: ReturnType<typeof useInbox>; rooms: readonly RoomSummary[] };

function Part({ state, found, rooms }: PartProps) {
  const { t } = useTranslation("inbox");
  const mine = useMemo(() => new Map(rooms.map((room) => [room.id, room])), [rooms]);
  const { items = [] } = found;
  return (
    <section className="mb-6">
      <h2 tabIndex={-1} className="px-3 pb-1 font-semibold text-muted text-xs outline-none">
        {t(state)}
      </h2>
      <ul aria-label={t(state)}>
        {items.map((item) => {
          const room = mine.get(item.room);
          // Nothing of a room that I lost meanwhile.
          return room && <InboxRow key={item.id} item={item} room={room} />;
        })}
      </ul>
      <NextPage found={found} label={t("more")} />
    </section>
  );
}
