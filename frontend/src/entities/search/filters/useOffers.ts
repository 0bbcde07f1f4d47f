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

/** What can stand in the place of the unfinished filter. `isSearching`: the server is asked for more. */
export function useOffers(token: FilterToken | null): { offers: Offer[]; isSearching: boolean } {
  const { language } = useTranslation().i18n;
  const { data: rooms = [] } = useRooms();
  const { people, isSearching } = usePeopleFor(token);
  const offers = useMemo(() => {
    if (!token) return [];
    const { word, name } = token;
    if (!name) return filterOffers(word);
    const values = valueOffers(token, language);
    if (name === "from" || name === "with") return [...values, ...personOffers(word, people)];
    if (name === "in") return roomOffers(token, groupRooms(rooms, [], language, "activity").open);
    if (DAYS.has(name)) return [...values, ...dateOffers(token)];
    return values;
  }, [token, language, rooms, people]);
  return { offers, isSearching };
}

const DAYS: ReadonlySet<FilterName> = new Set(["before", "after", "upTo", "since", "on"]);
const NOBODY: readonly User[] = [];

/** People by name. Before a letter is typed: those of my direct rooms, the last used first. */
function usePeopleFor(token: FilterToken | null): { people: readonly User[]; isSearching: boolean } {
  const { language } = useTranslation().i18n;
  const isPerson = token?.name === "from" || token?.name === "with";
  const wanted = isPerson ? (token?.value ?? "") : "";
  const typed = useDebounced(wanted);
  const { data: found, isLoading } = usePeople(typed);
  const { data: rooms = [] } = useRooms();
  const known = useMemo(() => {
    const direct = groupRooms(rooms, [], language, "activity").open.flatMap(({ people }) => people);
    return [...new Map(direct.map((user) => [user.id, user])).values()];
  }, [rooms, language]);
  const isSearching = wanted !== "" && (typed !== wanted || isLoading);
  if (!isPerson) return { people: NOBODY, isSearching };
  return { people: wanted ? (found ?? NOBODY) : known, isSearching };
}
