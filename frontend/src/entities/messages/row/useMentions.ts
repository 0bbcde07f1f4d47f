import { useContext, useMemo } from "react";
import type { Mentions } from "@/entities/messages/markdown/rehypeMarks";
import { PeopleContext } from "@/entities/messages/peopleContext";
import type { Me, Message } from "@/lib/protocol/types";

/** Tells whether the message mentions me, by name or with everybody. */
export const mentionsMe = ({ mentions, mentions_here, author }: Message, me: number) =>
  author.id !== me && (mentions_here || mentions.includes(me));

/** What the server found in a message's text. Older messages do not keep how they spell it: the names of today count. */
export function useMentions({ mentions, mentions_here, mention_texts }: Message, me: Me): Mentions {
  const people = useContext(PeopleContext);
  return useMemo(() => {
    if (mention_texts) return { texts: mention_texts, me: me.id };
    const here = mentions_here ? [{ text: "@here", user: null }] : [];
    const named = mentions.map((user) => ({ text: `@${people.get(user)?.username ?? ""}`, user }));
    return { texts: [...named.filter(({ text }) => text.length > 1), ...here], me: me.id };
  }, [mentions, mentions_here, mention_texts, people, me.id]);
}
