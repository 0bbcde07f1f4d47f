import type { NamedEmoji } from "@/components/emoji/emojiSearch";
import type { RoomSummary, User } from "@/lib/protocol/types";
import { matchScore } from "@/lib/text/fuzzy";

/** What can stand in the place of an unfinished name. */
export type Suggestion = { key: string; insert: string } & (
  | { kind: "person"; user: User }
  | { kind: "everybody" }
  | { kind: "room"; room: RoomSummary }
  | ({ kind: "emoji" } & NamedEmoji)
);

export const MOST = 8;
/** The server's limit: in larger rooms only moderators may mention everybody. */
const EVERYBODY_UP_TO = 500;

/** The people who match, best first. Before a letter is typed: those who spoke last. */
export function suggest(typed: string, people: readonly User[], mayMentionAll: boolean): Suggestion[] {
  const found = bestOf(people, (user) => scoreOf(typed, user.username, user.display_name));
  const offers = found.map<Suggestion>((user) => ({
    kind: "person",
    key: `${user.id}`,
    insert: `@${user.username} `,
    user,
  }));
  const mentionsAll = mayMentionAll && "here".startsWith(typed.toLowerCase());
  return mentionsAll ? [...offers, { kind: "everybody", key: "here", insert: "@here " }] : offers;
}

/** The rooms that match, best first. Conversations between people have no names of their own. */
export function suggestRooms(typed: string, rooms: readonly RoomSummary[]): Suggestion[] {
  const named = rooms.filter(({ kind, archived_at }) => kind !== "direct" && !archived_at);
  const found = bestOf(named, (room) => scoreOf(typed, room.name));
  return found.map((room) => ({ kind: "room", key: `${room.id}`, insert: `#${room.name} `, room }));
}

export const suggestEmoji = (found: readonly NamedEmoji[]): Suggestion[] =>
  found.map((each) => ({ kind: "emoji", key: each.name, insert: each.emoji, ...each }));

function scoreOf(typed: string, ...names: string[]): number | null {
  if (!typed) return 0;
  const scores = names.map((name) => matchScore(typed, name)).filter((score) => score !== null);
  return scores.length > 0 ? Math.max(...scores) : null;
}

/** In their own order among equals. */
function bestOf<T>(all: readonly T[], score: (one: T) => number | null): T[] {
  const scored = all.flatMap((one) => {
    const found = score(one);
    return found === null ? [] : [{ one, found }];
  });
  return scored
    .sort((a, b) => b.found - a.found)
    .slice(0, MOST)
    .map(({ one }) => one);
}

export const mayMentionEverybody = ({ kind, member_count, role }: RoomSummary) =>
  kind !== "direct" && (member_count <= EVERYBODY_UP_TO || role === "moderator" || role === "owner");
