import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { timeAgo } from "@/lib/i18n/dates";
import type { RoomSummary } from "@/lib/protocol/types";
import type { useJoinRoom } from "./queries";

type Props = { rooms: readonly RoomSummary[]; join: ReturnType<typeof useJoinRoom>; onJoined: (room: number) => void };

/** Public rooms with what everybody may know of them, each one click away. */
export function RoomsToJoin({ rooms, join, onJoined }: Props) {
  const { t } = useTranslation("rooms");
  return (
    <ul>
      {rooms.map((room) => (
        <li key={room.id} className="flex items-center gap-3 rounded-lg px-2 py-2 text-left hover:bg-raised">
          <div className="min-w-0 flex-1 text-sm">
            <p className="truncate font-medium">{room.name}</p>
            {room.topic && <p className="truncate text-muted">{room.topic}</p>}
            <Facts room={room} />
          </div>
          <Button
            onClick={() => join.mutate(room.id, { onSuccess: () => onJoined(room.id) })}
            busy={join.isPending && join.variables === room.id}
            aria-label={t("joinNamed", { name: room.name })}
          >
            {t("join")}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function Facts({ room: { member_count, last_message_at } }: { room: RoomSummary }) {
  const { t, i18n } = useTranslation("rooms");
  const last = last_message_at
    ? t("activeAgo", { when: timeAgo(new Date(last_message_at), i18n.language) })
    : t("activeNever");
  return <p className="text-muted text-xs">{`${t("members", { count: member_count })} · ${last}`}</p>;
}
