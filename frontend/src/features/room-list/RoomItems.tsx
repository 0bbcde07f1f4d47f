import { AlarmClock, Bell, BellOff, CheckCheck, CircleDot, FolderInput, Star, StarOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { MenuItem } from "@/components/overlay/Menu";
import { useNotificationPreferences } from "@/entities/notifications/preferences";
import { useSnoozedUntil } from "@/entities/notifications/snooze";
import { useListDialogs } from "@/entities/rooms/mine/listDialogs";
import { usePreferences } from "@/entities/rooms/mine/preferences";
import { markRead, markUnread } from "@/entities/rooms/mine/reading";
import { dateAndTime } from "@/lib/i18n/dates";
import type { RoomSummary } from "@/lib/protocol/types";

/** What one does with a room in one's own list: entries of its menu in the list, and of the menu in its header. */
export function RoomItems({ room }: { room: RoomSummary }) {
  const { t } = useTranslation("rooms");
  const { mutate: prefer } = usePreferences(room.id);
  const show = useListDialogs((state) => state.show);
  const { id, favourite, muted, unread, last_seq, archived_at } = room;
  return (
    <>
      {unread > 0 ? (
        <MenuItem icon={CheckCheck} onSelect={() => markRead(room)}>
          {t("markRead")}
        </MenuItem>
      ) : (
        last_seq > 0 && (
          <MenuItem icon={CircleDot} onSelect={() => void markUnread(id)}>
            {t("markUnread")}
          </MenuItem>
        )
      )}
      {!archived_at && (
        <>
          <MenuItem icon={favourite ? StarOff : Star} onSelect={() => prefer({ favourite: !favourite })}>
            {favourite ? t("unfavourite") : t("favourite")}
          </MenuItem>
          <MenuItem icon={FolderInput} onSelect={() => show({ kind: "move", room: id })}>
            {t("moveToSection")}
          </MenuItem>
        </>
      )}
      {muted ? (
        <MenuItem icon={Bell} onSelect={() => prefer({ muted: false })}>
          <span>
            {t("unmute")}
            <SnoozeEnd room={room} />
          </span>
        </MenuItem>
      ) : (
        <>
          <MenuItem icon={BellOff} onSelect={() => prefer({ muted: true })}>
            {t("mute")}
          </MenuItem>
          <SnoozeItem room={id} />
        </>
      )}
    </>
  );
}

/** A site may have no such thing. Until that is known it is there: the entries below would move under the finger. */
function SnoozeItem({ room }: { room: number }) {
  const { t } = useTranslation("rooms");
  const show = useListDialogs((state) => state.show);
  if (useNotificationPreferences().isError) return null;
  return (
    <MenuItem icon={AlarmClock} onSelect={() => show({ kind: "snooze", room })}>
      {t("snooze")}
    </MenuItem>
  );
}

function SnoozeEnd({ room }: { room: RoomSummary }) {
  const { t, i18n } = useTranslation("rooms");
  const until = useSnoozedUntil(room);
  if (!until) return null;
  return (
    <>
      {" "}
      <span className="block text-muted text-xs">
        {t("mutedUntil", { when: dateAndTime(new Date(until), i18n.language) })}
      </span>
    </>
  );
}
