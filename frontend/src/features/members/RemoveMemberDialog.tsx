import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { useNameOf } from "@/entities/people/useNameOf";
import type { Member, RoomSummary } from "@/lib/protocol/types";
import { useRemoveMember } from "./memberMutations";

type Props = { room: RoomSummary; member: Member; open: boolean; onClose: () => void };

export function RemoveMemberDialog({ room, member, open, onClose }: Props) {
  const { t } = useTranslation("rooms");
  const [ban, setBan] = useState(false);
  const remove = useRemoveMember(room.id);
  const name = useNameOf()(member.user);
  const close = () => {
    setBan(false);
    remove.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      open={open}
      onClose={close}
      title={t("removeTitle", { name })}
      text={t("removeText", { name })}
      action={ban ? t("removeAndBan") : t("remove")}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ user: member.user, ban }, { onSuccess: close })}
    >
      <label className="target mb-6 flex cursor-pointer items-start gap-3 text-sm">
        <input
          type="checkbox"
          checked={ban}
          onChange={(event) => setBan(event.target.checked)}
          className="mt-1 size-4"
        />
        <span>
          <span className="block font-medium">{t("alsoBan")}</span>
          <span className="block text-muted text-xs">
            {room.kind === "public" ? t("alsoBanPublic", { name }) : t("alsoBanPrivate", { name })}
          </span>
        </span>
      </label>
    </ConfirmDialog>
  );
}
