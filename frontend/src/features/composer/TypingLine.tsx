import { useTranslation } from "react-i18next";
import { useHiddenIds } from "@/entities/moderation/hiddenPeople";
import { useNameOf } from "@/entities/people/useNameOf";
import type { User } from "@/lib/protocol/types";
import { placeOf, useTyping } from "@/realtime/presence/typing";

const NOBODY: User[] = [];
const NAMED = 2;

/** Always one line tall, so that the page does not move when somebody types. */
export function TypingLine({ room, thread = null }: { room: number; thread?: number | null }) {
  const { t, i18n } = useTranslation("messages");
  const nameOf = useNameOf();
  const hidden = useHiddenIds();
  const all = useTyping((typing) => typing[placeOf(room, thread)]) ?? NOBODY;
  const users = all.filter(({ id }) => !hidden.has(id));
  const named = users.slice(0, NAMED).map((user) => t("typingName", { name: nameOf(user) }));
  const names = new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(named);
  const key = users.length > NAMED ? "manyTyping" : "typing";
  return (
    <p className="h-6 truncate px-5 text-muted text-xs leading-5">
      {users.length > 0 && <span className="animate-appear">{t(key, { names, count: users.length })}</span>}
    </p>
  );
}
