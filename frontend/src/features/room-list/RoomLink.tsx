import clsx from "clsx";
import { BellOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { PresenceText } from "@/entities/people/PresenceText";
import { RoomIcon } from "@/entities/rooms/RoomIcon";
import { RoomName } from "@/entities/rooms/RoomName";
import { unreadCountsOf } from "@/entities/rooms/unreadCounts";
import type { RoomSummary } from "@/lib/protocol/types";

export function RoomLink({ room }: { room: RoomSummary }) {
  const { unread, mentions } = unreadCountsOf(room);
  return (
    <NavLink
      to={`/rooms/${room.id}`}
      className={({ isActive }) =>
        clsx(
          "target flex items-center gap-2 rounded-lg px-2 text-sm outline-offset-[-2px]! transition-colors",
          isActive ? "bg-selected text-text" : "hover:bg-selected/60",
          unread > 0 || isActive ? "font-semibold text-text" : "text-muted",
        )
      }
    >
      <RoomIcon room={room} />
      <span className="min-w-0 flex-1 truncate">
        <RoomName room={room} />
      </span>
      <Spoken room={room} />
      {mentions > 0 && <MentionBadge count={mentions} />}
      {unread > 0 && <UnreadBadge count={unread} isQuiet={mentions > 0} />}
    </NavLink>
  );
}

/** The kind of a room for screen readers. RoomIcon shows it. */
function Spoken({ room }: { room: RoomSummary }) {
  const { t } = useTranslation("rooms");
  const [person, ...others] = room.people;
  return (
    <>
      {person && others.length === 0 && <PresenceText user={person.id} className="sr-only" />}
      {room.kind === "private" && <span className="sr-only">{t("privateRoom")}</span>}
      {room.muted && <BellOff role="img" aria-label={t("muted")} className="size-3.5 shrink-0 opacity-70" />}
    </>
  );
}

const most = (count: number) => (count > 99 ? "99+" : count);

function MentionBadge({ count }: { count: number }) {
  const { t } = useTranslation("rooms");
  return (
    <span className="shrink-0 rounded-full bg-ember px-1.5 font-semibold text-on-ember text-xs tabular-nums leading-5">
      <span aria-hidden="true">@{most(count)}</span>
      <span className="sr-only">{t("mentions", { count })}</span>
    </span>
  );
}

function UnreadBadge({ count, isQuiet }: { count: number; isQuiet: boolean }) {
  const { t } = useTranslation("rooms");
  return (
    <span
      className={clsx(
        "shrink-0 rounded-full px-1.5 font-semibold text-xs tabular-nums leading-5",
        isQuiet ? "bg-ember-soft text-text" : "bg-ember text-on-ember",
      )}
    >
      <span aria-hidden="true">{most(count)}</span>
      <span className="sr-only">{t("unread", { count })}</span>
    </span>
  );
}
