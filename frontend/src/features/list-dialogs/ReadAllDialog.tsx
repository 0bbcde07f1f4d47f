import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Dialog } from "@/components/overlay/Dialog";
import { markAllRead } from "@/entities/rooms/mine/reading";
import type { RoomSummary } from "@/lib/protocol/types";

type Props = { rooms: readonly RoomSummary[]; onClose: () => void };

/** Asks before everything is marked as read: nobody could tell afterwards what was unread. */
export function ReadAllDialog({ rooms, onClose }: Props) {
  const { t } = useTranslation(["rooms", "app"]);
  const unread = rooms.filter((room) => room.unread > 0);
  const count = unread.reduce((sum, room) => sum + room.unread, 0);
  const read = () => {
    void markAllRead(unread);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("readAll")}
      description={count > 0 ? t("readAllText", { count, rooms: unread.length }) : t("nothingUnread")}
    >
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{count > 0 ? t("app:cancel") : t("app:close")}</Button>
        {count > 0 && (
          <Button look="primary" onClick={read}>
            {t("markRead")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
