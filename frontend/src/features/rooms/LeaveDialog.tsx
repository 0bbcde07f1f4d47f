import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/components/ConfirmDialog";
import type { RoomSummary } from "@/lib/wire";
import { useLeaveRoom } from "./queries";

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
