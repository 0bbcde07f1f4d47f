import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { spokenWords } from "@/entities/messages/messageWords";
import { isHidden } from "@/entities/moderation/hiddenPeople";
import { useNameOf } from "@/entities/people/useNameOf";
import type { Message } from "@/lib/protocol/types";

type Props = { messages: readonly Message[]; me: number };

const KEPT = 10;
const SPOKEN = 300;

/**
 * Announces each new message of others once. The list itself cannot be the live region, because its rows come and go
 * with scrolling.
 */
export function Announcer({ messages, me }: Props) {
  const { t } = useTranslation("messages");
  const nameOf = useNameOf();
  const said = useRef(messages.at(-1)?.seq ?? 0);
  const [log, setLog] = useState<readonly Message[]>([]);
  useEffect(() => {
    const fresh = messages.filter((each) => each.seq > said.current);
    said.current = Math.max(said.current, messages.at(-1)?.seq ?? 0);
    const spoken = fresh.filter((each) => each.author.id !== me && !each.deleted_at && !isHidden(each.author.id));
    if (spoken.length > 0) setLog((before) => [...before, ...spoken].slice(-KEPT));
  }, [messages, me]);
  return (
    <div role="log" aria-label={t("newMessages")} className="sr-only">
      {log.map((each) => (
        <p key={each.id}>{t("announcement", { name: nameOf(each.author), text: beginning(spokenWords(each)) })}</p>
      ))}
    </div>
  );
}

/** An announcement cannot be stopped, so a long message is cut. The whole text is in the list. */
function beginning(text: string) {
  const characters = [...text];
  return characters.length > SPOKEN ? `${characters.slice(0, SPOKEN).join("")}…` : text;
}
