import { CheckCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useReaders } from "@/entities/messages/readers";
import { useNameOf } from "@/entities/people/useNameOf";
import type { Message, RoomSummary } from "@/lib/protocol/types";

type Props = { room: RoomSummary; me: number; messages: readonly Message[] };

/** In a direct room: who has read my last message, until somebody answers. */
export function SeenLine({ room, me, messages }: Props) {
  const { t, i18n } = useTranslation("messages");
  const nameOf = useNameOf();
  const last = messages.findLast(({ thread }) => thread === null);
  const mine = last?.author.id === me && !last.deleted_at ? last : null;
  const { readers = [] } = useReaders(room, mine);
  if (readers.length === 0) return null;
  const names = new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(readers.map(nameOf));
  return (
    <p className="flex h-6 min-w-0 items-center justify-end gap-1 px-5 text-muted text-xs">
      <CheckCheck aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="truncate">{room.people.length > 1 ? t("seenBy", { names }) : t("seen")}</span>
    </p>
  );
}
