import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, useId } from "react";
import { useTranslation } from "react-i18next";
import { useMatch } from "react-router";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { EmptyRooms } from "@/entities/rooms/joining/EmptyRooms";
import { useRooms } from "@/entities/rooms/queries";
import { groupRooms } from "@/entities/rooms/sortRooms";
import { useMediaQuery, WIDE } from "@/lib/hooks/useMediaQuery";
import type { RoomSummary } from "@/lib/protocol/types";
import { RoomLink } from "./RoomLink";

export function RoomList() {
  const { t } = useTranslation("rooms");
  const { data, error, refetch } = useRooms();
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  return (
    <nav aria-label={t("rooms")} onKeyDown={moveBetweenRooms} className="flex-1 overflow-y-auto px-2 pb-4">
      {data ? <Rooms rooms={data} /> : <RoomListSkeleton />}
    </nav>
  );
}

function Rooms({ rooms }: { rooms: RoomSummary[] }) {
  const { t } = useTranslation("rooms");
  const here = Number(useMatch("/rooms/:roomId/*")?.params.roomId);
  const { favourites, rooms: others, direct, archived, open } = groupRooms(rooms);
  // A direct room without messages is listed only while it is open.
  const talks = direct.filter(({ id, last_seq }) => last_seq > 0 || id === here);
  return (
    <>
      {open.length === 0 && <NoRooms />}
      <Section title={t("favourites")} rooms={favourites} />
      <Section title={favourites.length > 0 ? t("rooms") : null} rooms={others} />
      <Section title={t("directRooms")} rooms={talks} />
      {archived.length > 0 && (
        <details open={archived.some(({ id }) => id === here)} className="group mt-4">
          <summary className="target flex items-center gap-2.5 rounded-lg px-2.5 text-muted text-sm hover:text-text">
            <ChevronRight aria-hidden="true" className="size-4 transition-transform group-open:rotate-90" />
            {t("archivedRooms")}
          </summary>
          <Links rooms={archived} />
        </details>
      )}
    </>
  );
}

/** In one column the list is the whole page, so the first steps are here. */
function NoRooms() {
  const { t } = useTranslation("rooms");
  if (useMediaQuery(WIDE)) return <p className="px-2.5 py-2 text-muted text-sm">{t("noRooms")}</p>;
  return (
    <div className="pt-[12vh]">
      <EmptyRooms />
    </div>
  );
}

/** Without a title the section has the name of the column. */
function Section({ title, rooms }: { title: string | null; rooms: RoomSummary[] }) {
  const id = useId();
  if (rooms.length === 0) return null;
  return (
    <section aria-labelledby={title === null ? undefined : id} className="not-first:mt-4">
      {title !== null && (
        <h2 id={id} className="px-2.5 pb-1 font-medium text-muted text-xs">
          {title}
        </h2>
      )}
      <Links rooms={rooms} />
    </section>
  );
}

function Links({ rooms }: { rooms: RoomSummary[] }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {rooms.map((room) => (
        <li key={room.id}>
          <RoomLink room={room} />
        </li>
      ))}
    </ul>
  );
}

export function RoomListSkeleton() {
  return (
    <div className="flex flex-col gap-3 px-2.5 py-2">
      <Skeleton className="h-4 w-36" />
      <Skeleton className="h-4 w-28" />
      <Skeleton className="h-4 w-40" />
    </div>
  );
}

const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
};

function moveBetweenRooms(event: KeyboardEvent<HTMLElement>) {
  const step = STEPS[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = Array.from(event.currentTarget.querySelectorAll("a")).filter(
    (link) => link.checkVisibility?.() ?? true,
  );
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (links.length === 0) return;
  event.preventDefault();
  links[step(at, links.length)]?.focus();
}
