import { useCallback } from "react";
import type { User } from "@/lib/protocol/types";
import { isolated } from "@/lib/text/bidi";
import { useNamesakes } from "@/realtime/cache/namesakes";

/** What somebody is called within a sentence: by their user name, too, where another has the same name. */
export function useNaming() {
  const ids = useNamesakes((state) => state.ids);
  return useCallback(
    ({ id, display_name, username }: User) => isolated(display_name) + (ids.has(id) ? ` (@${username})` : ""),
    [ids],
  );
}
