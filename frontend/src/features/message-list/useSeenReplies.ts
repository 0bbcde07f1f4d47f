import { useState } from "react";
import type { Thread } from "@/realtime/timeline/types";

/** By thread: the last reply that was shown since the room opened. */
export function useSeenReplies(open: Thread | null | undefined): ReadonlyMap<number, number> {
  const [seen, setSeen] = useState<ReadonlyMap<number, number>>(new Map());
  const last = open?.replies.at(-1)?.seq ?? 0;
  if (open && last > (seen.get(open.id) ?? 0)) setSeen(new Map(seen).set(open.id, last));
  return seen;
}
