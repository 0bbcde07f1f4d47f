import { useContext, useMemo } from "react";
import type { Calls } from "@/entities/messages/markdown/rehypeMentions";
import { PeopleContext } from "@/entities/messages/peopleContext";
import type { Me, Message } from "@/lib/protocol/types";

/** Whether the message calls me, by name or with everybody. */
export const callsMe = ({ mentions, mentions_here, author }: Message, me: number) =>
  author.id !== me && (mentions_here || mentions.includes(me));

/** Whom a message calls, by the names its text has for them. */
export function useCalls({ mentions, mentions_here }: Message, me: Me): Calls {
  const people = useContext(PeopleContext);
  return useMemo(() => {
    const here = mentions_here ? ["here"] : [];
    const named = mentions.flatMap((id) => people.get(id)?.username ?? []);
    return { names: [...named, ...here], mine: [me.username, "here"] };
  }, [mentions, mentions_here, people, me.username]);
}
