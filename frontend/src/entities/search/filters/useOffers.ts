import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { usePeople } from "@/entities/people/usePeople";
import { useRooms } from "@/entities/rooms/queries";
import { groupRooms } from "@/entities/rooms/sortRooms";
import { useDebounced } from "@/lib/hooks/useDebounced";
import type { User } from "@/lib/protocol/types";
import type { FilterName } from "./filterWords";
import { dateOffers, filterOffers, type Offer, personOffers, roomOffers, valueOffers } from "./offers";
import type { FilterToken } from "./parts";

/** What can stand in the place of the unfinished filter. */
export function useOffers(token: FilterToken | null): Offer[] {
  const { language } = useTranslation().i18n;
  const { data: rooms = [] } = useRooms();
  const people = usePeopleFor(token);
  return useMemo(() => {
    if (!token) return [];
    const { word, name } = token;
    if (!name) return filterOffers(word);
    const values = valueOffers(token, language);
    if (name === "from" || name === "with") return [...values, ...personOffers(word, people)];
    if (name === "in") return roomOffers(token, groupRooms(rooms, [], language, "activity").open);
    if (DAYS.has(name)) return [...values, ...dateOffers(token)];
    return values;
  }, [token, language, rooms, people]);
}

const DAYS: ReadonlySet<FilterName> = new Set(["before", "after", "upTo", "since", "on"]);
const NOBODY: readonly User[] = [];

/** People by name. Before a letter is typed: those of my direct rooms, the last used first. */
function usePeopleFor(token: FilterToken | null): readonly User[] {
  const { language } = useTranslation().i18n;
  const isPerson = token?.name === "from" || token?.name === "with";
  const typed = useDebounced(isPerson ? (token?.value ?? "") : "");
  const { data: found } = usePeople(typed);
  const { data: rooms = [] } = useRooms();
  const known = useMemo(() => {
    const direct = groupRooms(rooms, [], language, "activity").open.flatMap(({ people }) => people);
    return [...new Map(direct.map((user) => [user.id, user])).values()];
  }, [rooms, language]);
  if (!isPerson) return NOBODY;
  return token?.value ? (found ?? NOBODY) : known;
}
