import { useEffect, useState } from "react";
import type { Row } from "@/entities/messages/row/rows";

type Shown = { startIndex: number; endIndex: number } | null;

/** Where the first unread message is, while it lies above what is shown and nobody has been there. */
export function useFirstUnread(rows: readonly Row[], shown: Shown, isAttentive: boolean): number | null {
  const [visited, setVisited] = useState<string>();
  const index = rows.findIndex((each) => each.opensUnread);
  const key = rows[index]?.key;
  const isShown = shown !== null && index >= shown.startIndex && index <= shown.endIndex;
  useEffect(() => {
    if (isShown && isAttentive) setVisited(key);
  }, [isShown, isAttentive, key]);
  const isAbove = shown !== null && index !== -1 && index < shown.startIndex;
  return isAbove && key !== visited ? index : null;
}
