import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { spokenWords } from "@/entities/messages/messageWords";
import { refusalText } from "@/entities/messages/refusalText";
import { isHidden } from "@/entities/moderation/hiddenPeople";
import { useNameOf } from "@/entities/people/useNameOf";
import type { Message } from "@/lib/protocol/types";
import type { Pending } from "@/realtime/timeline/types";

type Props = {
  messages: readonly Message[];
  pending: readonly Pending[];
  /** Of the newest message of the room, which may not be loaded. */
  lastSeq: number;
  me: number;
};

type Said = { key: string; message: Message } | { key: string; refused: Pending };

const KEPT = 10;
const SPOKEN = 300;

/**
 * Announces each new message of others once, and each refusal of one of mine. The list itself cannot be the live region,
 * because its rows come and go with scrolling.
 */
export function Announcer({ messages, pending, lastSeq, me }: Props) {
  const { t } = useTranslation("messages");
  const nameOf = useNameOf();
  // Somebody who comes back from the past hears what has come since they opened the room.
  const said = useRef(Math.max(lastSeq, messages.at(-1)?.seq ?? 0));
  const [log, setLog] = useState<readonly Said[]>([]);
  useEffect(() => {
    const fresh = messages.filter((each) => each.seq > said.current);
    said.current = Math.max(said.current, messages.at(-1)?.seq ?? 0);
    const spoken = fresh.filter((each) => each.author.id !== me && !each.deleted_at && !isHidden(each.author.id));
    setLog(withMore(spoken.map((message) => ({ key: `${message.id}`, message }))));
  }, [messages, me]);
  const refused = useRef(refusalsIn(pending));
  useEffect(() => {
    const known = refused.current;
    refused.current = refusalsIn(pending);
    const fresh = [...refused.current].filter(([key]) => !known.has(key));
    setLog(withMore(fresh.map(([key, each]) => ({ key, refused: each }))));
  }, [pending]);
  return (
    <div role="log" aria-label={t("newMessages")} className="sr-only">
      {log.map((each) => (
        <p key={each.key}>
          {"refused" in each
            ? refusalText(each.refused)
            : t("announcement", { name: nameOf(each.message.author), text: beginning(spokenWords(each.message)) })}
        </p>
      ))}
    </div>
  );
}

/** Those of each try by themselves: somebody who tries again hears what becomes of it. */
const refusalsIn = (pending: readonly Pending[]) =>
  new Map(
    pending
      .filter(({ status }) => status === "failed")
      .map((each) => [`${each.nonce}:${each.queuedAt}`, each] as const),
  );

const withMore = (more: readonly Said[]) => (log: readonly Said[]) =>
  more.length === 0 ? log : [...log, ...more].slice(-KEPT);

/** An announcement cannot be stopped, so a long message is cut. The whole text is in the list. */
function beginning(text: string) {
  const characters = [...text];
  return characters.length > SPOKEN ? `${characters.slice(0, SPOKEN).join("")}…` : text;
}
