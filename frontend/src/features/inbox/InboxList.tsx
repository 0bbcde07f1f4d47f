import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/display/EmptyState";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { NextPage } from "@/components/lists/NextPage";
import { useRooms } from "@/entities/rooms/queries";
import { InboxRow } from "./InboxRow";
import { type ItemState, useInbox } from "./queries";

/** All that I am told of, what is unread first. */
export function InboxList() {
  const { t } = useTranslation("inbox");
  const undone = useInbox("undone");
  const isWhole = undone.items !== undefined && !undone.hasNextPage;
  const done = useInbox("done", isWhole);
  if (undone.error && !undone.items) return <ErrorState error={undone.error} onRetry={undone.refetch} />;
  if (!undone.items) return <Skeleton className="mx-3 mt-4 h-32" />;
  return (
    <>
      {undone.items.length === 0 ? (
        <EmptyState title={t("caughtUp")}>{t("caughtUpHint")}</EmptyState>
      ) : (
        <Part state="undone" found={undone} />
      )}
      {isWhole && done.items && done.items.length > 0 && <Part state="done" found={done} />}
    </>
  );
}

function Part({ state, found }: { state: ItemState; found: ReturnType<typeof useInbox> }) {
  const { t } = useTranslation("inbox");
  const { data: mine } = useRooms();
  const rooms = useMemo(() => new Map(mine?.map((room) => [room.id, room])), [mine]);
  const { items = [] } = found;
  return (
    <section className="mb-6">
      <h2 className="px-3 pb-1 font-semibold text-muted text-xs">{t(state)}</h2>
      <ul aria-label={t(state)}>
        {items.map((item) => {
          const room = rooms.get(item.room);
          // Nothing of a room that I lost meanwhile.
          return room && <InboxRow key={item.id} item={item} room={room} />;
        })}
      </ul>
      <NextPage found={found} label={t("more")} />
    </section>
  );
}
