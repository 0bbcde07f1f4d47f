import clsx from "clsx";
import { BellOff, Ellipsis, Pencil } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { PresenceText } from "@/entities/people/PresenceText";
import { RoomIcon } from "@/entities/rooms/RoomIcon";
import { RoomName } from "@/entities/rooms/RoomName";
import { unreadCountsOf } from "@/entities/rooms/unreadCounts";
import type { RoomSummary } from "@/lib/protocol/types";
import { Counts } from "./Counts";
import { LatestTime, LatestWords } from "./LatestLine";

type Props = {
  room: RoomSummary;
  isOpen: boolean;
  hasDraft: boolean;
  /** With the newest message on a second line. */
  isTall: boolean;
  /** The pointer or the focus is here. */
  isPointed: boolean;
};

/** A room of the list. It renders again only where something of it changed. The list handles its clicks. */
export const RoomRow = memo(function RoomRow({ room, isOpen, hasDraft, isTall, isPointed }: Props) {
  const { t } = useTranslation("rooms");
  const isUnread = unreadCountsOf(room).unread > 0;
  return (
    <li data-room={room.id} className={clsx("relative list-row", isTall && "list-row-tall")}>
      <a
        href={`/rooms/${room.id}`}
        aria-current={isOpen ? "page" : undefined}
        className={clsx(
          "target flex items-center rounded-lg px-2 text-sm outline-offset-[-2px]! transition-colors",
          isTall ? "gap-3 py-2" : "gap-2",
          isOpen ? "bg-selected [--ground:var(--color-selected)] forced-colors:border-2" : "hover:bg-selected/60",
          isUnread ? "font-semibold text-text" : room.muted ? "text-muted" : "text-text",
          isPointed && !isTall && "pr-10",
        )}
      >
        <RoomIcon room={room} />
        {isTall ? (
          <span className="min-w-0 flex-1">
            <span className="flex items-center gap-2">
              <Name room={room} hasDraft={hasDraft} />
              <LatestTime room={room} />
            </span>
            <span className="flex items-center gap-2">
              <LatestWords room={room} />
              <Counts room={room} />
            </span>
          </span>
        ) : (
          <>
            <Name room={room} hasDraft={hasDraft} />
            <Counts room={room} />
          </>
        )}
      </a>
      {isPointed && !isTall && (
        <IconButton
          label={t("menuOf", { name: room.name })}
          icon={Ellipsis}
          aria-haspopup="menu"
          data-menu
          className="absolute! top-0 right-0"
        />
      )}
    </li>
  );
});

function Name({ room, hasDraft }: { room: RoomSummary; hasDraft: boolean }) {
  const { t } = useTranslation("rooms");
  const [person, ...others] = room.people;
  return (
    <>
      <span className="min-w-0 flex-1 truncate">
        <RoomName room={room} />
      </span>
      {person && others.length === 0 && <PresenceText user={person.id} className="sr-only" />}
      {room.kind === "private" && <span className="sr-only">{t("privateRoom")}</span>}
      {hasDraft && <Pencil role="img" aria-label={t("draft")} className="size-3.5 shrink-0 text-muted" />}
      {room.muted && <BellOff role="img" aria-label={t("muted")} className="size-3.5 shrink-0 text-muted" />}
    </>
  );
}
