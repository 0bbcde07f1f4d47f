import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { toast } from "@/components/overlay/Toast";
import { useNameOf } from "@/entities/people/useNameOf";
import { stayInRoom, useLeaveRoom } from "@/entities/rooms/membership";
import { errorText } from "@/lib/i18n/errorText";
import type { RoomSummary, User } from "@/lib/protocol/types";
import { useLatestUser } from "@/realtime/cache/latestUsers";

const tellError = (error: unknown) => void toast.error(errorText(error));

/** Shown above a room that somebody added me to, on every device, until I choose. */
export function AddedNotice({ room, by }: { room: RoomSummary; by: User }) {
  const { t } = useTranslation("rooms");
  const client = useQueryClient();
  const stay = useMutation({ mutationFn: () => stayInRoom(client, room.id), onError: tellError });
  const leave = useLeaveRoom(room.id);
  const name = useNameOf()(useLatestUser(by));
  return (
    <section
      aria-label={t("addedNotice")}
      className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-line border-b bg-raised px-4 py-2 text-sm md:px-5"
    >
      <p className="min-w-0 flex-1 basis-60 break-words">
        {t("addedBy", { name })} <span className="text-muted">{t("addedHint", { name })}</span>
      </p>
      <div className="flex gap-2">
        <Button look="primary" busy={stay.isPending} onClick={() => stay.mutate()}>
          {t("stay")}
        </Button>
        <Button busy={leave.isPending} onClick={() => leave.mutate(undefined, { onError: tellError })}>
          {t("leave")}
        </Button>
      </div>
    </section>
  );
}
