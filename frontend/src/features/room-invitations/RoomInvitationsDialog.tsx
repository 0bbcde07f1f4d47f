import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { Dialog } from "@/components/overlay/Dialog";
import { mayInvite } from "@/entities/rooms/permissions";
import type { RoomSummary } from "@/lib/protocol/types";
import { InviteByLink } from "./InviteByLink";
import { useRoomInvitations } from "./queries";
import { RoomInvitationRow } from "./RoomInvitationRow";

type Props = { room: RoomSummary; open: boolean; onClose: () => void };

/** Links into the room, also for people without an account. */
export function RoomInvitationsDialog({ room, open, onClose }: Props) {
  const { t } = useTranslation("rooms");
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t("invitationsTo", { name: room.name })}
      description={t("invitationsHint")}
    >
      {mayInvite(room) && <InviteByLink room={room.id} />}
      <h3 className="mt-6 mb-1 font-medium text-sm">{t("openInvitations")}</h3>
      <OpenInvitations room={room.id} />
    </Dialog>
  );
}

function OpenInvitations({ room }: { room: number }) {
  const { t } = useTranslation("rooms");
  const { data, error, refetch } = useRoomInvitations(room);
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <Skeleton className="h-12" />;
  if (data.length === 0) return <p className="text-muted text-sm">{t("noInvitations")}</p>;
  return (
    <ul className="flex flex-col">
      {data.map((invitation) => (
        <RoomInvitationRow key={invitation.id} room={room} invitation={invitation} />
      ))}
    </ul>
  );
}
