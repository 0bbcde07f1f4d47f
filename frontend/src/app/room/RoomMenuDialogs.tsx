import { SnoozeSetting } from "@/entities/notifications/SnoozeSetting";
import { RoomInvitationsDialog } from "@/features/room-invitations/RoomInvitationsDialog";
import { ArchiveDialog } from "@/features/room-settings/ArchiveDialog";
import { EditRoomDialog } from "@/features/room-settings/EditRoomDialog";
import { LeaveDialog } from "@/features/room-settings/LeaveDialog";
import { NotifyDialog } from "@/features/room-settings/NotifyDialog";
import type { RoomSummary } from "@/lib/protocol/types";

export type Asked = "edit" | "notify" | "invitations" | "archive" | "leave" | null;

type Props = { room: RoomSummary; asked: Asked; onClose: () => void };

/** The dialogs of a room's menu. */
export function RoomMenuDialogs({ room, asked, onClose }: Props) {
  return (
    <>
      <NotifyDialog room={room} open={asked === "notify"} onClose={onClose}>
        <div className="mt-5">
          <SnoozeSetting room={room} />
        </div>
      </NotifyDialog>
      <RoomInvitationsDialog room={room} open={asked === "invitations"} onClose={onClose} />
      <EditRoomDialog room={room} open={asked === "edit"} onClose={onClose} />
      <ArchiveDialog room={room} open={asked === "archive"} onClose={onClose} />
      <LeaveDialog room={room} open={asked === "leave"} onClose={onClose} />
    </>
  );
}
