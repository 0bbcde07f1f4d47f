import { useContext, useMemo } from "react";
import type { MentionNames } from "@/entities/messages/markdown/rehypeMentions";
import { PeopleContext } from "@/entities/messages/peopleContext";
import type { Me, Message } from "@/lib/protocol/types";

/** Tells whether the message mentions me, by name or with everybody. */
export const mentionsMe = ({ mentions, mentions_here, author }: Message, me: number) =>
  author.id !== me && (mentions_here || mentions.includes(me));

/** The names that a message mentions, as its text spells them. */
export function useMentions({ mentions, mentions_here }: Message, me: Me): MentionNames {
  const people = useContext(PeopleContext);
  return useMemo(() => {
    const here = mentions_here ? ["here"] : [];
    const named = mentions.flatMap((id) => people.get(id)?.username ?? []);
    return { names: [...named, ...here], mine: [me.username, "here"] };
  }, [mentions, mentions_here, people, me.username]);
}
