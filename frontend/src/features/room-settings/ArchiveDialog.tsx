import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import type { RoomSummary } from "@/lib/protocol/types";
import { useChangeRoom } from "./queries";

type Props = { room: RoomSummary; open: boolean; onClose: () => void };

export function ArchiveDialog({ room, open, onClose }: Props) {
  const { t } = useTranslation("rooms");
  const change = useChangeRoom(room.id);
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t("archiveTitle", { name: room.name })}
      text={t("archiveText")}
      action={t("archive")}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ archived: true }, { onSuccess: onClose })}
    />
  );
}
