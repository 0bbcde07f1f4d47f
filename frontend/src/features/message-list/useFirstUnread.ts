import { useEffect, useState } from "react";
import type { Row } from "@/entities/messages/row/rows";

type Shown = { startIndex: number; endIndex: number } | null;

/** Index of the first unread message while it is above the view and was not visited; else null. */
export function useFirstUnread(rows: readonly Row[], shown: Shown, hasFocus: boolean): number | null {
  const [visited, setVisited] = useState<string>();
  const index = rows.findIndex((each) => each.opensUnread);
  const key = rows[index]?.key;
  const isShown = shown !== null && index >= shown.startIndex && index <= shown.endIndex;
  useEffect(() => {
    if (isShown && hasFocus) setVisited(key);
  }, [isShown, hasFocus, key]);
  const isAbove = shown !== null && index !== -1 && index < shown.startIndex;
  return isAbove && key !== visited ? index : null;
}
