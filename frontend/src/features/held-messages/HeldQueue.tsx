import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/display/EmptyState";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { heldQuery } from "@/entities/moderation/held";
import { mayDecideHeld } from "@/entities/rooms/permissions";
import { useRooms } from "@/entities/rooms/queries";
import type { HeldMessage, RoomSummary } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { HeldCard } from "./HeldCard";

/** Messages that wait for me in the rooms that I look after, the oldest first. */
export function HeldQueue() {
  const { t } = useTranslation("moderation");
  const { data: rooms = [] } = useRooms();
  const { held, isPending, error, retry } = useWaitingIn(rooms.filter(mayDecideHeld));
  if (error) return <ErrorState error={error} onRetry={retry} />;
  if (isPending) return <Skeleton className="h-32" />;
  if (held.length === 0) return <EmptyState title={t("nothingHeld")}>{t("nothingHeldHint")}</EmptyState>;
  const names = new Map(rooms.map(({ id, name }) => [id, name]));
  return (
    <ul aria-label={t("heldMessages")} className="flex flex-col gap-3">
      {held.map((each) => (
        <HeldCard key={each.id} held={each} room={names.get(each.room) ?? ""} />
      ))}
    </ul>
  );
}

function useWaitingIn(rooms: readonly RoomSummary[]) {
  const found = useQueries({ queries: rooms.map(({ id }) => heldQuery(id)) });
  const me = useSession((state) => state.user?.id);
  // Nobody decides on a message of their own.
  const isForMe = ({ state, author }: HeldMessage) => state === "waiting" && author.id !== me;
  const held = found.flatMap(({ data = [] }) => data.filter(isForMe));
  return {
    held: held.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    isPending: found.some((each) => each.isPending),
    error: found.find((each) => each.error && !each.data)?.error,
    retry: () => {
      for (const each of found) if (each.error) void each.refetch();
    },
  };
}
