import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMatch, useNavigate } from "react-router";
import { spokenWords } from "@/entities/messages/messageWords";
import { isHidden } from "@/entities/moderation/hiddenPeople";
import { useNameOf } from "@/entities/people/useNameOf";
import { useRooms } from "@/entities/rooms/queries";
import { useWindowFocus } from "@/lib/hooks/useWindowFocus";
import type { Message, RoomSummary } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { isolated } from "@/lib/text/bidi";
import { onNewMessage } from "@/realtime/newMessages";
import { useNotificationPreference } from "./preference";
import { shouldNotify } from "./shouldNotify";
import { becomeNotifier, isWatchedSomewhere, showWatching } from "./tabLocks";
import { usePush, usePushId } from "./usePush";

const MOST_TEXT = 160;
const ICON = `${import.meta.env.BASE_URL}favicon.svg`;

/** Notifies of new messages from one of this browser's tabs. The shell calls it once. */
export function useNotifications() {
  // A device that takes pushes is told by these alone: each message once.
  const isPushed = usePushId() !== null;
  const isWanted = useNotificationPreference() && !isPushed;
  const show = useShow();
  usePush();
  useWatching();
  useEffect(() => {
    if (!isWanted) return;
    const end = new AbortController();
    becomeNotifier(end.signal, () => {
      const stop = onNewMessage((message) => show.current(message));
      end.signal.addEventListener("abort", stop);
    });
    return () => end.abort();
  }, [isWanted, show]);
}

/** No room that the person looks at notifies. */
function useWatching() {
  const hasFocus = useWindowFocus();
  const room = Number(useMatch("/rooms/:roomId/*")?.params.roomId) || null;
  useEffect(() => {
    if (hasFocus && room !== null) return showWatching(room);
  }, [hasFocus, room]);
}

function useShow() {
  const { t } = useTranslation("messages");
  const navigate = useNavigate();
  const nameOf = useNameOf();
  const me = useSession((state) => state.user?.id);
  const { data: rooms } = useRooms();
  const show = useRef<(message: Message) => void>(() => {});
  useEffect(() => {
    const titleOf = ({ author }: Message, { kind, name }: RoomSummary) =>
      kind === "direct" ? nameOf(author) : t("saidIn", { name: nameOf(author), room: isolated(name) });
    show.current = async (message) => {
      const room = rooms?.find(({ id }) => id === message.room);
      if (!room || me === undefined || isHidden(message.author.id) || !shouldNotify(message, room, me)) return;
      if (await isWatchedSomewhere(room.id)) return;
      const body = isolated(spokenWords(message).slice(0, MOST_TEXT));
      notify(titleOf(message, room), { body, icon: ICON, tag: `irori-room-${room.id}` }, () =>
        navigate(`/rooms/${room.id}`),
      );
    };
  }, [rooms, me, t, navigate, nameOf]);
  return show;
}

/** A notification replaces the one before of the same room. */
function notify(title: string, options: NotificationOptions, open: () => void) {
  try {
    const notification = new Notification(title, options);
    notification.onclick = () => {
      window.focus();
      open();
      notification.close();
    };
  } catch {
    // Phone browsers that allow notifications to installed apps only throw here.
  }
}
