import { dateValue } from "@/lib/i18n/dates";
import type { RoomSummary, User } from "@/lib/protocol/types";
import { matchScore } from "@/lib/text/fuzzy";
import { searchFold } from "@/lib/text/searchFold";
import { FILTERS, type FilterName, filterWords, VALUES_OF, type ValueName, valueWord, valueWords } from "./filterWords";
import type { FilterToken } from "./parts";
import { quoted } from "./quoted";

/** What can stand in the place of an unfinished filter. A filter without its value goes on with offers of values. */
export type Offer = { key: string; insert: string } & (
  | { kind: "filter"; name: FilterName }
  | { kind: "value"; name: FilterName; value: ValueName }
  | { kind: "person"; user: User }
  | { kind: "room"; room: RoomSummary }
  | { kind: "date"; date: Date }
);

const MOST = 8;
/** Days before today that are offered as dates. */
const DAYS = [7, 30, 365];

/** The filters whose English or Japanese words begin as the text does, each in the language of the text. */
export function filterOffers(begun: string): Offer[] {
  const typed = searchFold(begun);
  return (Object.keys(FILTERS) as FilterName[]).flatMap((name) => {
    const word = filterWords(name).find((each) => searchFold(each).startsWith(typed));
    return word === undefined ? [] : [{ kind: "filter", key: name, name, insert: `${word}:` }];
  });
}

export function valueOffers({ word, name, value = "" }: FilterToken, language: string): Offer[] {
  if (!name) return [];
  const typed = searchFold(value);
  return VALUES_OF[name].flatMap((each) => {
    const label = valueWord(each, language);
    const fits = valueWords(each).some((one) => searchFold(one).startsWith(typed));
    return fits ? [{ kind: "value", key: each, name, value: each, insert: `${word}:${label} ` }] : [];
  });
}

export const personOffers = (word: string, people: readonly User[]): Offer[] =>
  people.slice(0, MOST).map((user) => ({
    kind: "person",
    key: `person-${user.id}`,
    user,
    insert: `${word}:@${user.username} `,
  }));

/** The rooms that fit, best first. Direct rooms have no names of their own. */
export function roomOffers({ word, value = "" }: FilterToken, rooms: readonly RoomSummary[]): Offer[] {
  const named = rooms.filter(({ kind }) => kind !== "direct");
  const scored = named.flatMap((room) => {
    const score = value ? matchScore(value, room.name) : 0;
    return score === null ? [] : [{ room, score }];
  });
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ room }) => ({
      kind: "room",
      key: `room-${room.id}`,
      room,
      insert: `${word}:${quoted(`#${room.name}`)} `,
    }));
}

export function dateOffers({ word, value = "" }: FilterToken, now = new Date()): Offer[] {
  const days = DAYS.map((days) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - days));
  return days
    .filter((date) => dateValue(date).startsWith(value))
    .map((date) => ({ kind: "date", key: dateValue(date), date, insert: `${word}:${dateValue(date)} ` }));
}
