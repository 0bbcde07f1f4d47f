import clsx from "clsx";
import { Hash, Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import type { RoomSummary } from "@/lib/wire";

export function RoomLink({ room }: { room: RoomSummary }) {
  const { t } = useTranslation("rooms");
  const isPrivate = room.kind !== "public";
  const Icon = isPrivate ? Lock : Hash;
  return (
    <NavLink
      to={`/rooms/${room.id}`}
      className={({ isActive }) =>
        clsx(
          "target flex items-center gap-2.5 rounded-lg px-2.5 text-sm outline-offset-[-2px]! transition-colors",
          isActive ? "bg-selected text-text" : "hover:bg-selected/60",
          room.unread > 0 || isActive ? "font-semibold text-text" : "text-muted",
        )
      }
    >
      <Icon aria-hidden="true" className="size-4 shrink-0 opacity-70" />
      <span className="min-w-0 flex-1 truncate">{room.name}</span>
      {isPrivate && <span className="sr-only">{t("privateRoom")}</span>}
      {room.unread > 0 && <UnreadBadge count={room.unread} />}
    </NavLink>
  );
}

function UnreadBadge({ count }: { count: number }) {
  const { t } = useTranslation("rooms");
  return (
    <span className="shrink-0 rounded-full bg-ember px-1.5 font-semibold text-on-ember text-xs tabular-nums leading-5">
      <span aria-hidden="true">{count > 99 ? "99+" : count}</span>
      <span className="sr-only">{t("unread", { count })}</span>
    </span>
  );
}
