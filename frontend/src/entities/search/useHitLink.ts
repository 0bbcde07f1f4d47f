import type { LinkProps } from "react-router";
import { useMediaQuery } from "@/lib/hooks/useMediaQuery";
import { queryOf } from "./searchUrl";
import { useSearchUrl } from "./useSearchUrl";

/** Where the room and the results have a column each. */
export const BESIDE = "(width >= 1200px)";

/**
 * The link of a result. Beside the room the results stay; else the page shows the room alone, and going back shows the
 * results again. A thread takes their place too, because both stand beside the room.
 */
export function useHitLink() {
  const { search, beside } = useSearchUrl();
  const isBeside = useMediaQuery(BESIDE);
  return (path: string, isThread = false): Pick<LinkProps, "to" | "replace" | "state"> => {
    if (!isBeside || !search) return { to: path };
    return isThread ? { to: path, replace: beside.replace } : { to: path + queryOf(search), ...beside };
  };
}
