import { useTranslation } from "react-i18next";
import { unreadCountsOf } from "@/entities/rooms/unreadCounts";
import type { RoomSummary } from "@/lib/protocol/types";

const most = (count: number) => (count > 99 ? "99+" : count);

/** What is unread: a grey number, and a filled one only where I am meant: by a mention or in a direct room. */
export function Counts({ room }: { room: RoomSummary }) {
  const { t } = useTranslation("rooms");
  const { unread, mentions } = unreadCountsOf(room);
  const isDirect = room.kind === "direct";
  return (
    <>
      {mentions > 0 && !isDirect && <Filled shown={`@${most(mentions)}`} said={t("mentions", { count: mentions })} />}
      {unread > 0 && isDirect && <Filled shown={most(unread)} said={t("unread", { count: unread })} />}
      {unread > 0 && !isDirect && (
        <span className="shrink-0 font-semibold text-muted text-xs tabular-nums leading-5">
          <span aria-hidden="true">{most(unread)}</span>
          <span className="sr-only">{t("unread", { count: unread })}</span>
        </span>
      )}
    </>
  );
}

function Filled({ shown, said }: { shown: string | number; said: string }) {
  return (
    <span className="shrink-0 rounded-full bg-ember px-1.5 font-semibold text-on-ember text-xs tabular-nums leading-5 forced-colors:border">
      <span aria-hidden="true">{shown}</span>
      <span className="sr-only">{said}</span>
    </span>
  );
}
