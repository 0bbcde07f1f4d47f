import type { ModerationDialog } from "@/entities/moderation/dialogs";
import { useRooms } from "@/entities/rooms/queries";
import { MuteDialog } from "@/features/mutes/MuteDialog";
import { ReportDialog } from "@/features/reports/ReportDialog";
import { WordRulesDialog } from "@/features/word-rules/WordRulesDialog";

type Props = { shown: ModerationDialog; onClose: () => void };

/** Nothing where the room is no longer mine. */
export function OpenModerationDialog({ shown, onClose }: Props) {
  const { data: rooms = [] } = useRooms();
  if (shown.kind === "report") return <ReportDialog target={shown.target} onClose={onClose} />;
  const room = rooms.find(({ id }) => id === shown.room);
  if (!room) return null;
  if (shown.kind === "mute") return <MuteDialog room={room} user={shown.user} onClose={onClose} />;
  return <WordRulesDialog room={room} onClose={onClose} />;
}
