import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import type { MessageDialogProps } from "@/entities/messages/actions";
import { useNameOf } from "@/entities/people/useNameOf";
import { api } from "@/lib/api/api";
import type { Message } from "@/lib/protocol/types";
import { realtime } from "@/realtime/currentClient";

export function RemoveDialog({ message, me, onClose }: MessageDialogProps) {
  const { t } = useTranslation("messages");
  const nameOf = useNameOf();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: ({ id }: Message) => api.del<Message>(`/api/messages/${id}/`),
    onSuccess: (tombstone) => {
      realtime()?.inbox.acknowledge(tombstone);
      onClose();
    },
  });
  const close = () => {
    reset();
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onClose={close}
      title={t("removeTitle")}
      text={message.author.id !== me ? t("removeOthersText", { name: nameOf(message.author) }) : t("removeText")}
      action={t("remove")}
      busy={isPending}
      error={error}
      onConfirm={() => mutate(message)}
    />
  );
}
