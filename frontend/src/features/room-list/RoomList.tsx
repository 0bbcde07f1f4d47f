import { ChevronRight } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMatch } from "react-router";
import { ErrorState } from "@/components/display/ErrorState";
import { LoadFailureDialog } from "@/components/lazy/LoadFailureDialog";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import { EmptyRooms } from "@/entities/rooms/joining/EmptyRooms";
import { useSections } from "@/entities/rooms/mine/sections";
import { useDraftRooms } from "@/entities/rooms/mine/useDraftRooms";
import { useRooms } from "@/entities/rooms/queries";
import { groupRooms } from "@/entities/rooms/sortRooms";
import { useMediaQuery, WIDE } from "@/lib/hooks/useMediaQuery";
import { lazyModule } from "@/lib/lazy/lazyModule";
import type { RoomSummary } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { toggleFolded, useFolded } from "./folded";
import { listedRooms } from "./listedRooms";
import { moveBetweenRooms } from "./moveBetweenRooms";
import { RoomGroupSection } from "./RoomGroupSection";
import { RoomListSkeleton } from "./RoomListSkeleton";
import { RoomRow } from "./RoomRow";
import { useFollowLinks } from "./useFollowLinks";
import { usePointedRoom } from "./usePointedRoom";
import { useRowMenu } from "./useRowMenu";

const RowMenu = lazyComponent(
  lazyModule(() => import("./RowMenu")),
  ({ RowMenu }) => RowMenu,
  LoadFailureDialog,
);

export function RoomList() {
  const { t } = useTranslation("rooms");
  const { data, error, refetch } = useRooms();
  const follow = useFollowLinks();
  const menu = useRowMenu();
  const { pointed, handlers } = usePointedRoom();
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  return (
    <>
      <nav
        aria-label={t("rooms")}
        onKeyDown={moveBetweenRooms}
        onContextMenu={menu.onContextMenu}
        onClick={(event) => {
          menu.onClick(event);
          follow(event);
        }}
        {...handlers}
        className="flex-1 overflow-y-auto px-2 pb-4"
      >
        {data ? <Rooms rooms={data} pointed={menu.place?.room ?? pointed} /> : <RoomListSkeleton />}
      </nav>
      {menu.place && <RowMenu {...menu.place} onClose={menu.close} />}
    </>
  );
}

function Rooms({ rooms, pointed }: { rooms: RoomSummary[]; pointed: number | null }) {
  const { t, i18n } = useTranslation("rooms");
  const me = useSession((state) => state.user?.id) ?? 0;
  const here = Number(useMatch("/rooms/:roomId/*")?.params.roomId);
  const folded = useFolded(me);
  const sections = useSections();
  const drafts = useDraftRooms(me);
  const isTall = !useMediaQuery(WIDE);
  const { groups, archived, open } = useMemo(
    () => groupRooms(rooms, sections, i18n.language, isTall ? "activity" : "name"),
    [rooms, sections, i18n.language, isTall],
  );
  const list = useShowOpenRoom(here);
  const rowOf = (room: RoomSummary) => (
    <RoomRow
      key={room.id}
      room={room}
      isOpen={room.id === here}
      hasDraft={drafts.has(room.id) && room.id !== here}
      isTall={isTall}
      isPointed={room.id === pointed}
    />
  );
  return (
    <div ref={list}>
      {open.length === 0 && <NoRooms />}
      {groups.map((group) => {
        const listed = listedRooms(group, { folded, here });
        if (group.kind !== "own" && listed.length === 0 && !folded.has(group.key)) return null;
        if (group.kind !== "own" && group.rooms.length === 0) return null;
        return (
          <RoomGroupSection
            key={group.key}
            group={group}
            isFolded={folded.has(group.key)}
            onFold={(key) => toggleFolded(me, key)}
          >
            <ul className="flex flex-col gap-0.5">{listed.map(rowOf)}</ul>
          </RoomGroupSection>
        );
      })}
      {archived.length > 0 && (
        <details open={archived.some(({ id }) => id === here)} className="group mt-4">
          <summary className="flex min-h-8 items-center gap-1 rounded-lg px-1 font-medium text-muted text-xs outline-offset-[-2px]! hover:text-text pointer-coarse:min-h-11">
            <ChevronRight aria-hidden="true" className="size-4 shrink-0 transition-transform group-open:rotate-90" />
            {t("archivedRooms")}
          </summary>
          <ul className="flex flex-col gap-0.5">{archived.map(rowOf)}</ul>
        </details>
      )}
    </div>
  );
}

/** Scrolls the list to the open room where it is out of view, as after Ctrl-K. */
function useShowOpenRoom(here: number) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-room="${here}"]`)?.scrollIntoView({ block: "nearest" });
  }, [here]);
  return list;
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
