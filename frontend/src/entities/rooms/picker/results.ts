import type { ReactNode } from "react";
import type { RoomSummary, User } from "@/lib/protocol/types";
import { matchScore } from "@/lib/text/fuzzy";

/** One line of the list. `key` is unique in the list. `person`: the id of the one person it leads to. */
export type Result = { key: string; name: string; content: ReactNode; choose: () => void; person?: number };

export type Results = { results: readonly Result[]; isSearching: boolean; error: unknown };

export type PickerOptions = {
  /** Called with the room that was chosen, or the direct room of the person who was. */
  onRoom: (room: RoomSummary) => void;
  /** Which of my rooms may be chosen. */
  fits?: (room: RoomSummary) => boolean;
};

/** What a picker finds for the typed text. Each source of results is such a hook, and so is the list of them. */
export type UseResults = (typed: string, options: PickerOptions) => Results;

/** The results of several sources, one source after another. A person is listed once, by the first that has them. */
export function joinResults(...sources: readonly Results[]): Results {
  return {
    results: withoutRepeats(sources.flatMap(({ results }) => results)),
    isSearching: sources.some(({ isSearching }) => isSearching),
    error: sources.find(({ error }) => error)?.error ?? null,
  };
}

function withoutRepeats(results: readonly Result[]) {
  const listed = new Set<number>();
  return results.filter(({ person }) => {
    if (person === undefined) return true;
    const isNew = !listed.has(person);
    listed.add(person);
    return isNew;
  });
}

const MOST = 12;
/** A recent visit orders names that fit alike, never a good and a poor fit. */
const RECENT = 9;

type Candidates = { rooms: readonly RoomSummary[]; recent: readonly number[]; here: number | null };

/** The rooms that fit the typed text, best first. Without text: the rooms visited last, except the open one. */
export function findRooms(typed: string, { rooms, recent, here }: Candidates): RoomSummary[] {
  const wanted = typed.trim();
  const scored = rooms.flatMap((room) => {
    const fits = wanted ? matchScore(wanted, room.name) : room.id === here ? null : 0;
    return fits === null ? [] : [{ room, score: fits + closeness(room, recent) }];
  });
  scored.sort((a, b) => b.score - a.score);
  return scored.slice(0, MOST).map(({ room }) => room);
}

function closeness({ id, archived_at }: RoomSummary, recent: readonly number[]) {
  const at = recent.indexOf(id);
  const visited = at === -1 ? 0 : RECENT * (1 - at / recent.length);
  return visited - (archived_at ? RECENT : 0);
}

export const findPeople = (people: readonly User[], me: number) => people.filter(({ id }) => id !== me);
