import { Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { BackToRooms } from "@/entities/rooms/BackToRooms";
import { RoomSearchButton } from "@/features/search/RoomSearchButton";
import type { RoomSummary } from "@/lib/protocol/types";
import { RoomMenu } from "./RoomMenu";
import { RoomTitle } from "./RoomTitle";

type Props = { room: RoomSummary; membersShown: boolean; onMembers: () => void };

export function RoomHeader({ room, membersShown, onMembers }: Props) {
  const { t } = useTranslation("rooms");
  const members = t("members", { count: room.member_count });
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 border-line border-b px-2 md:pl-5">
      <BackToRooms />
      <RoomTitle room={room} />
      <RoomSearchButton room={room} className="max-md:hidden" />
      <button
        type="button"
        aria-pressed={membersShown}
        aria-label={members}
        onClick={onMembers}
        className="target flex shrink-0 items-center justify-center gap-1.5 rounded-lg px-2.5 text-muted text-sm tabular-nums hover:bg-raised hover:text-text aria-pressed:bg-raised aria-pressed:text-text"
      >
        <Users aria-hidden="true" className="size-4" />
        {room.member_count}
      </button>
      <RoomMenu room={room} onMembers={onMembers} />
    </header>
  );
}
