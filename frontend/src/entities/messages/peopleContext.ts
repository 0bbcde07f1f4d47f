import { createContext } from "react";
import type { User } from "@/lib/protocol/types";

export type People = ReadonlyMap<number, User>;

/** People by id, for the ids in mentions and reactions. */
export const PeopleContext = createContext<People>(new Map());
