import type { RoomSummary } from "@/lib/wire";
import { ArchiveDialog } from "./ArchiveDialog";
import { EditRoomDialog } from "./EditRoomDialog";
import { LeaveDialog } from "./LeaveDialog";
import { NotifyDialog } from "./NotifyDialog";
import { RoomInvitationsDialog } from "./RoomInvitationsDialog";

export type Asked = "edit" | "notify" | "invitations" | "archive" | "leave" | null;

type Props = { room: RoomSummary; asked: Asked; onClose: () => void };

/** What the items of a room's menu go on to ask. */
export function RoomMenuDialogs({ room, asked, onClose }: Props) {
  return (
    <>
      <NotifyDialog room={room} open={asked === "notify"} onClose={onClose} />
      <RoomInvitationsDialog room={room} open={asked === "invitations"} onClose={onClose} />
      <EditRoomDialog room={room} open={asked === "edit"} onClose={onClose} />
      <ArchiveDialog room={room} open={asked === "archive"} onClose={onClose} />
      <LeaveDialog room={room} open={asked === "leave"} onClose={onClose} />
    </>
  );
}
