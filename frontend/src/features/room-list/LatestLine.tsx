import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { messageWords } from "@/entities/messages/messageWords";
import { useIsHidden } from "@/entities/moderation/hiddenPeople";
import { useNameOf } from "@/entities/people/useNameOf";
import { useInView } from "@/lib/hooks/useInView";
import { useToday } from "@/lib/hooks/useToday";
import { daysAgo, moment } from "@/lib/i18n/dates";
import type { LatestMessage, RoomSummary } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { useLatestMessage } from "@/realtime/cache/latestMessages";
import { wantLatest } from "./latestLoader";

/** The newest message of a room in one line. It is loaded when the line is in view. */
export function LatestWords({ room }: { room: RoomSummary }) {
  const { t } = useTranslation("rooms");
  const { id, last_seq } = room;
  const line = useLatestMessage(id);
  const { ref, isInView } = useInView<HTMLSpanElement>();
  const isMissing = last_seq > (line?.seq ?? 0);
  useEffect(() => {
    if (isInView && isMissing) wantLatest(id);
  }, [id, isInView, isMissing]);
  return (
    <span ref={ref} className="min-h-5 min-w-0 flex-1 truncate font-normal text-muted text-xs leading-5">
      {line ? <Words room={room} line={line} /> : last_seq === 0 && (room.topic || t("noMessages"))}
    </span>
  );
}

function Words({ room, line }: { room: RoomSummary; line: LatestMessage }) {
  const { t } = useTranslation(["rooms", "messages"]);
  const nameOf = useNameOf();
  const me = useSession((state) => state.user?.id);
  const { author } = line;
  const words = useIsHidden(author.id) ? t("messages:hidden") : messageWords(line);
  if (author.id === me) return t("wroteMyself", { text: words });
  return room.people.length === 1 ? words : t("wrote", { name: nameOf(author), text: words });
}

export function LatestTime({ room }: { room: RoomSummary }) {
  const { t, i18n } = useTranslation("messages");
  useToday();
  if (!room.last_message_at) return null;
  const at = new Date(room.last_message_at);
  return (
    <time dateTime={room.last_message_at} className="shrink-0 font-normal text-muted text-xs">
      {daysAgo(at) === 1 ? t("yesterday") : moment(at, i18n.language)}
    </time>
  );
}
