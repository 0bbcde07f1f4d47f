import { Lock, Megaphone, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Picture } from "@/components/display/Picture";
import { Portrait } from "@/entities/people/Portrait";
import { PresenceText } from "@/entities/people/PresenceText";
import { StatusText } from "@/entities/people/StatusText";
import { RoomName } from "@/entities/rooms/RoomName";
import type { RoomSummary } from "@/lib/protocol/types";

/** Shows the room's name and topic, or in a room of two the other person and their presence. */
export function RoomTitle({ room }: { room: RoomSummary }) {
  const [person, ...others] = room.people;
  const isPair = person !== undefined && others.length === 0;
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2.5">
      {isPair && <Portrait user={person} size="medium" />}
      {room.picture && (
        <span aria-hidden="true" className="size-8 shrink-0 overflow-hidden rounded-lg">
          <Picture src={room.picture} fallback={null} />
        </span>
      )}
      <div className="flex min-w-0 flex-1 flex-col md:flex-row md:items-baseline md:gap-3">
        <h1 className="flex min-w-0 shrink-0 items-center gap-1.5 font-semibold md:max-w-[60%]">
          <Marks room={room} />
          <span className="truncate">
            <RoomName room={room} />
          </span>
        </h1>
        {isPair && (
          <p className="flex min-w-0 gap-1.5 truncate text-muted text-xs md:text-sm">
            <PresenceText user={person.id} className="shrink-0" />
            <StatusText user={person} />
          </p>
        )}
        {room.topic && (
          <p title={room.topic} dir="auto" className="min-w-0 truncate text-muted text-xs md:text-sm">
            {room.topic}
          </p>
        )}
      </div>
    </div>
  );
}

function Marks({ room }: { room: RoomSummary }) {
  const { t } = useTranslation("rooms");
  const look = "size-3.5 shrink-0";
  return (
    <>
      {room.people.length > 1 && <Users aria-hidden="true" className={look} />}
      {room.kind === "private" && <Lock role="img" aria-label={t("privateRoom")} className={look} />}
      {room.posting === "moderators" && <Megaphone role="img" aria-label={t("announcements")} className={look} />}
    </>
  );
}
