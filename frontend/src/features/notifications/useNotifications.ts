import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMatch, useNavigate } from "react-router";
import { useNaming } from "@/entities/people/useNameOf";
import { useRooms } from "@/entities/rooms/queries";
import { useAttention } from "@/lib/hooks/useWindowFocus";
import type { Message, RoomSummary } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { isolated } from "@/lib/text/bidi";
import { hearNews } from "@/realtime/newMessages";
import { useWish } from "./preference";
import { isWorthIt } from "./shouldNotify";
import { becomeNotifier, isWatchedSomewhere, showWatching } from "./tabLocks";

const MOST_TEXT = 160;
const ICON = `${import.meta.env.BASE_URL}favicon.svg`;

/** Tells of new messages outside the page, out of one of this browser's tabs. Called once, by the shell. */
export function useNotifications() {
  const isWanted = useWish();
  const show = useShow();
  useWatching();
  useEffect(() => {
    if (!isWanted) return;
    const end = new AbortController();
    becomeNotifier(end.signal, () => {
      const stop = hearNews((message) => show.current(message));
      end.signal.addEventListener("abort", stop);
    });
    return () => end.abort();
  }, [isWanted, show]);
}

/** Where the person looks, nothing has to call them. */
function useWatching() {
  const isAttentive = useAttention();
  const room = Number(useMatch("/rooms/:roomId/*")?.params.roomId) || null;
  useEffect(() => {
    if (isAttentive && room !== null) return showWatching(room);
  }, [isAttentive, room]);
}

function useShow() {
  const { t } = useTranslation("messages");
  const navigate = useNavigate();
  const nameOf = useNaming();
  const me = useSession((state) => state.user?.id);
  const { data: rooms } = useRooms();
  const show = useRef<(message: Message) => void>(() => {});
  useEffect(() => {
    const titleOf = ({ author }: Message, { kind, name }: RoomSummary) =>
      kind === "direct" ? nameOf(author) : t("saidIn", { name: nameOf(author), room: isolated(name) });
    show.current = async (message) => {
      const room = rooms?.find(({ id }) => id === message.room);
      if (!room || me === undefined || !isWorthIt(message, room, me)) return;
      if (await isWatchedSomewhere(room.id)) return;
      const body = isolated(message.text.slice(0, MOST_TEXT));
      notify(titleOf(message, room), { body, icon: ICON, tag: `irori-room-${room.id}` }, () =>
        navigate(`/rooms/${room.id}`),
      );
    };
  }, [rooms, me, t, navigate, nameOf]);
  return show;
}

/** The next of the same room takes its place: a busy room must not fill the screen. */
function notify(title: string, options: NotificationOptions, open: () => void) {
  try {
    const notification = new Notification(title, options);
    notification.onclick = () => {
      window.focus();
      open();
      notification.close();
    };
  } catch {
    // A phone's browser that lets only installed apps notify, and says so by throwing.
  }
}
