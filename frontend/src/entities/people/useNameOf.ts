import { useCallback } from "react";
import type { User } from "@/lib/protocol/types";
import { isolated } from "@/lib/text/bidi";
import { useNamesakes } from "@/realtime/cache/namesakes";

/** Returns how to name a person inside a sentence: with the username where another person has the same name. */
export function useNameOf() {
  const ids = useNamesakes((state) => state.ids);
  return useCallback(
    ({ id, display_name, username }: User) => isolated(display_name) + (ids.has(id) ? ` (@${username})` : ""),
    [ids],
  );
}
