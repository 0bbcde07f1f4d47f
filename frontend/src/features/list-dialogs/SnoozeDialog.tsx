import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/overlay/Dialog";
import { SnoozeSetting } from "@/entities/notifications/SnoozeSetting";
import type { RoomSummary } from "@/lib/protocol/types";

/** Mutes a room until a time that one chooses. */
export function SnoozeDialog({ room, onClose }: { room: RoomSummary; onClose: () => void }) {
  const { t } = useTranslation("rooms");
  return (
    <Dialog open onClose={onClose} title={t("snoozeTitle", { name: room.name })} description={t("snoozeHint")}>
      <SnoozeSetting room={room} />
    </Dialog>
  );
}
