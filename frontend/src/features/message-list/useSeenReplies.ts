import { useState } from "react";
import type { Thread } from "@/realtime/timeline/types";

/** How far I was in the threads I opened since I came into the room. */
export function useSeenReplies(open: Thread | null | undefined): ReadonlyMap<number, number> {
  const [seen, setSeen] = useState<ReadonlyMap<number, number>>(new Map());
  const last = open?.replies.at(-1)?.seq ?? 0;
  if (open && last > (seen.get(open.id) ?? 0)) setSeen(new Map(seen).set(open.id, last));
  return seen;
}
