import { useTranslation } from "react-i18next";
import { useRooms } from "@/entities/rooms/queries";
import type { Report } from "@/lib/protocol/types";
import { isolated } from "@/lib/text/bidi";

/** What a report is about, in the names of its time. */
export function useReportTitle({ kind, kept, room }: Report) {
  const { t } = useTranslation("moderation");
  const { data: rooms = [] } = useRooms();
  const place = kept.room?.name || rooms.find(({ id }) => id === room)?.name;
  if (kind === "room") return t("aboutRoom", { name: place ?? `#${room}` });
  if (kind === "user") return t("aboutPerson", { name: isolated(kept.person?.display_name ?? "") });
  const name = isolated(kept.message?.author.display_name ?? "");
  const isDirect = kept.room?.kind === "direct";
  return isDirect || !place ? t("aboutDirectMessage", { name }) : t("aboutMessage", { name, room: place });
}
