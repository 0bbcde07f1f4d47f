import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldFrame, useField } from "@/components/form/Field";
import { Select } from "@/components/form/Select";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { useRooms } from "@/entities/rooms/queries";
import type { RoomSummary } from "@/lib/protocol/types";
import { useChangeRoom } from "./queries";

type Props = { room: RoomSummary; open: boolean; onClose: () => void };

export function ArchiveDialog({ room, open, onClose }: Props) {
  const { t } = useTranslation("rooms");
  const change = useChangeRoom(room.id);
  const [successor, setSuccessor] = useState<number | null>(null);
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t("archiveTitle", { name: room.name })}
      text={t("archiveText")}
      action={t("archive")}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ archived: true, ...(successor && { successor }) }, { onSuccess: onClose })}
    >
      <SuccessorField room={room} value={successor} onChange={setSuccessor} />
    </ConfirmDialog>
  );
}

type FieldProps = { room: RoomSummary; value: number | null; onChange: (successor: number | null) => void };

function SuccessorField({ room, value, onChange }: FieldProps) {
  const { t, i18n } = useTranslation("rooms");
  const hint = t("successorHint");
  const { id, error, control } = useField({ hint });
  const { data = [] } = useRooms();
  const others = data
    .filter((each) => each.id !== room.id && each.kind !== "direct" && !each.archived_at)
    .sort((a, b) => a.name.localeCompare(b.name, i18n.language));
  if (others.length === 0) return null;
  return (
    <div className="mb-6">
      <FieldFrame id={id} label={t("successor")} hint={hint} error={error}>
        <Select {...control} value={value ?? ""} onChange={(event) => onChange(Number(event.target.value) || null)}>
          <option value="">{t("noSuccessor")}</option>
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </FieldFrame>
    </div>
  );
}
