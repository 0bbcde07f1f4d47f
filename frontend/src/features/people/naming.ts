import { useCallback } from "react";
import { isolated } from "@/lib/isolated";
import type { User } from "@/lib/wire";
import { useNamesakes } from "@/realtime";

/** What somebody is called within a sentence: by their user name, too, where another has the same name. */
export function useNaming() {
  const ids = useNamesakes((state) => state.ids);
  return useCallback(
    ({ id, display_name, username }: User) => isolated(display_name) + (ids.has(id) ? ` (@${username})` : ""),
    [ids],
  );
}
