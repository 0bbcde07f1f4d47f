import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { useLeaveRoom } from "@/entities/rooms/membership";
import type { RoomSummary } from "@/lib/protocol/types";

type Props = { room: RoomSummary; open: boolean; onClose: () => void };

export function LeaveDialog({ room, open, onClose }: Props) {
  const { t } = useTranslation("rooms");
  const leave = useLeaveRoom(room.id);
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t("leaveTitle", { name: room.name })}
      text={room.kind === "public" ? t("leavePublic") : t("leavePrivate")}
      action={t("leave")}
      busy={leave.isPending}
      error={leave.error}
      onConfirm={() => leave.mutate()}
    />
  );
}
