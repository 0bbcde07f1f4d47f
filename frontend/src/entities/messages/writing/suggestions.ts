import type { RoomSummary, User } from "@/lib/protocol/types";
import { matchScore } from "@/lib/text/fuzzy";

/** The text typed after an @, and its place. */
export type Token = { from: number; to: number; typed: string };

export type Suggestion = { key: string; insert: string; user: User | null };

const MOST = 8;
/** The server's limit: in larger rooms only moderators may mention everybody. */
const EVERYBODY_UP_TO = 500;
const UNFINISHED = /(?<![\p{Script=Latin}\p{N}_@])@([\p{L}\p{N}_.-]{0,40})$/u;

export function tokenAt(text: string, caret: number): Token | null {
  const typed = UNFINISHED.exec(text.slice(0, caret))?.[1];
  return typed === undefined ? null : { from: caret - typed.length - 1, to: caret, typed };
}

/** The people who match, best first. Before a letter is typed: those who spoke last. */
export function suggest(typed: string, people: readonly User[], mayMentionAll: boolean): Suggestion[] {
  const scored = people.flatMap((user) => {
    const score = typed ? bestOf(matchScore(typed, user.username), matchScore(typed, user.display_name)) : 0;
    return score === null ? [] : [{ user, score }];
  });
  scored.sort((a, b) => b.score - a.score);
  const found = scored.slice(0, MOST).map(({ user }) => ({ key: `${user.id}`, insert: `@${user.username} `, user }));
  const mentionsAll = mayMentionAll && "here".startsWith(typed.toLowerCase());
  return mentionsAll ? [...found, { key: "here", insert: "@here ", user: null }] : found;
}

const bestOf = (one: number | null, other: number | null) =>
  one === null ? other : Math.max(one, other ?? Number.NEGATIVE_INFINITY);

export const mayMentionEverybody = ({ kind, member_count, role }: RoomSummary) =>
  kind !== "direct" && (member_count <= EVERYBODY_UP_TO || role === "moderator" || role === "owner");
