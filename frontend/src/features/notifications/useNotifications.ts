import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMatch, useNavigate } from "react-router";
import { undoneIn } from "@/entities/inbox/unread";
import { spokenWords } from "@/entities/messages/messageWords";
import { pathTo } from "@/entities/messages/permalink";
import { isHidden } from "@/entities/moderation/hiddenPeople";
import { recentPreferences } from "@/entities/notifications/preferences";
import { useNameOf } from "@/entities/people/useNameOf";
import { useRooms } from "@/entities/rooms/queries";
import { useWindowFocus } from "@/lib/hooks/useWindowFocus";
import type { InboxUnread, Message, NotificationPreferences, RoomSummary } from "@/lib/protocol/types";
import { serverNow } from "@/lib/session/serverTime";
import { onSigningOut } from "@/lib/session/session";
import { useSession } from "@/lib/session/useSession";
import { isolated } from "@/lib/text/bidi";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { realtime } from "@/realtime/currentClient";
import { onDisturbing, onNewMessage } from "@/realtime/newMessages";
import { PendingNews } from "./pendingNews";
import { useNotificationPreference } from "./preference";
import { isPushed } from "./push";
import { becomeNotifier, isWatchedSomewhere, showWatching } from "./tabLocks";
import { isHeard, isNews, tellsOfRoom } from "./tellsOfRoom";
import { useIsPushed, usePush } from "./usePush";

const MOST_TEXT = 160;
const ICON = `${import.meta.env.BASE_URL}icon-192.png`;
/** Milliseconds for which preferences count that another device may have changed. */
const PREFERENCES_FOR = 60_000;
/** Milliseconds for which who looks at a room may read what comes into it. Pushes wait as long. */
const LOOK_AGAIN = 15_000;

/** Notifies of new messages from one of this browser's tabs. The shell calls it once. */
export function useNotifications() {
  // A device to which pushes come is told by these alone: each message once.
  const isPushed = useIsPushed();
  const isWanted = useNotificationPreference() && !isPushed;
  const tell = useTelling();
  usePush();
  useWatching();
  useEffect(() => {
    if (!isWanted) return;
    const end = new AbortController();
    becomeNotifier(end.signal, () => {
      const news = new PendingNews();
      const show = async (message: Message) => {
        if ((await tell.current.show(message, news)) !== "watched") return;
        setTimeout(() => end.signal.aborted || void tell.current.show(message, news, true), LOOK_AGAIN);
      };
      const hear = async (message: Message) => {
        if (news.arrive(message) || (await tell.current.isWanted(message))) void show(message);
      };
      const stops = [
        onNewMessage((message) => void hear(message)),
        onDisturbing((ids) => {
          for (const message of news.name(ids)) void show(message);
        }),
      ];
      end.signal.addEventListener("abort", () => {
        for (const stop of stops) stop();
      });
    });
    return () => end.abort();
  }, [isWanted, tell]);
}

/** No room that the person looks at notifies, here or on another device. */
function useWatching() {
  const hasFocus = useWindowFocus();
  // Each person has a client of their own.
  const me = useSession((state) => state.user?.id);
  const room = Number(useMatch("/rooms/:roomId/*")?.params.roomId) || null;
  useEffect(() => {
    if (me === undefined || !hasFocus || room === null) return;
    const stop = showWatching(room);
    const client = realtime();
    client?.lookAt(room);
    return () => {
      stop();
      client?.lookAt(null);
    };
  }, [hasFocus, room, me]);
}

type Telling = {
  /** Whether it is told of as one message of its room. */
  isWanted: (message: Message) => Promise<boolean>;
  /** `isLater`: its room was looked at when it came. */
  show: (message: Message, news: PendingNews, isLater?: boolean) => Promise<"watched" | undefined>;
};

/** Always of the latest render. */
function useTelling() {
  const { t } = useTranslation("messages");
  const client = useQueryClient();
  const navigate = useNavigate();
  const nameOf = useNameOf();
  const zone = useSession((state) => state.user?.time_zone) ?? "";
  const { data: rooms } = useRooms();
  const telling = useRef<Telling>({ isWanted: async () => false, show: async () => undefined });
  useEffect(() => {
    const told = () => client.getQueryData<InboxUnread>(queryKeys.inboxUnread());
    const roomOf = (message: Message) => rooms?.find(({ id }) => id === message.room);
    const titleOf = ({ author }: Message, { kind, name }: RoomSummary) =>
      kind === "direct" ? nameOf(author) : t("saidIn", { name: nameOf(author), room: isolated(name) });
    telling.current = {
      isWanted: async (message) => {
        const room = roomOf(message);
        if (!room || !isHeard(room)) return false;
        const known = () => client.getQueryData<NotificationPreferences>(queryKeys.notificationPreferences());
        const wanted = await recentPreferences(client, PREFERENCES_FOR).catch(known);
        return tellsOfRoom(message, room, wanted ?? EVERYTHING, zone, serverNow().getTime());
      },
      show: async (message, news, isLater = false) => {
        const room = roomOf(message);
        if (!room || isHidden(message.author.id) || !isNews(message, room, serverNow().getTime())) return;
        // Who looks at a room sees no replies: those of a thread that is open are done by then.
        const isUnseen = isLater && message.thread !== null && undoneIn(room.id, told()) > 0;
        if (!isUnseen && (await isWatchedSomewhere(room.id))) return "watched";
        // A push has come since this message did, and another one tells of this.
        if (isPushed() || !news.tell(message.id)) return;
        const body = isolated(spokenWords(message).slice(0, MOST_TEXT));
        notify(titleOf(message, room), { body, icon: ICON, tag: `irori-room-${room.id}` }, () =>
          navigate(pathTo(message)),
        );
      },
    };
  }, [client, rooms, zone, t, navigate, nameOf]);
  return telling;
}

/** Of a person who has said nothing. */
const EVERYTHING = { level: "all", muted_until: null, undisturbed_until: null, quiet: null } as const;

const shown = new Set<Notification>();

onSigningOut(() => {
  for (const notification of shown) notification.close();
});

/** A notification replaces the one before of the same room. */
function notify(title: string, options: NotificationOptions, open: () => void) {
  try {
    const notification = new Notification(title, options);
    shown.add(notification);
    notification.onclose = () => shown.delete(notification);
    notification.onclick = () => {
      window.focus();
      open();
      notification.close();
    };
  } catch {
    // Phone browsers that allow notifications to installed apps only throw here.
  }
}
