import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "@/lib/api/api";
import { canPush, closeShown } from "@/lib/browser/pushes";
import { retryDelayOf } from "@/lib/http/retry";
import type { InboxUnread } from "@/lib/protocol/types";
import { putUnread, undoneIn, useKnownUnread } from "./unread";

/** Milliseconds. A push waits longer for somebody who reads. */
const GATHER = 500;

/** Marks as done what I am told of in a thread, up to this reply. Null where the server could not be asked. */
export const markReplies = (client: QueryClient, thread: number, seq: number) =>
  send(client, thread, seq).catch(() => null);

async function send(client: QueryClient, thread: number, seq: number) {
  const done = { replies: { thread, seq } };
  const options = { idempotent: true, queue: `replies ${thread}` };
  const answer = await api.post<InboxUnread>("/api/inbox/done/", done, options);
  putUnread(client, answer);
  if (canPush()) void closeRead(thread, seq).catch(() => {});
  return answer;
}

const closeRead = (thread: number, upTo: number) =>
  closeShown((shown) => shown.thread === thread && shown.seq <= upTo && shown.kind !== "unsent");

/**
 * Marks as done what I am told of in a thread, up to the reply that is seen. The read marker of the room does not: the room
 * shows no replies. The inbox may have a reply a moment later than the thread does.
 */
export function useReadReplies(room: number, thread: number, seq: number, isSeen: boolean) {
  const client = useQueryClient();
  const known = useKnownUnread();
  const undone = undoneIn(room, known);
  const state = `${seq} at ${known?.me}`;
  const asked = useRef("");
  const [refusals, setRefusals] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a refusal it is tried again
  useEffect(() => {
    if (!isSeen || !undone || !seq || asked.current === state) return;
    const timer = setTimeout(async () => {
      // An answer may have come since, which says the same as its frame.
      if (asked.current === state) return;
      asked.current = state;
      try {
        asked.current = `${seq} at ${(await send(client, thread, seq)).me}`;
      } catch (error) {
        const wait = retryDelayOf(error);
        if (wait === null) return;
        asked.current = "";
        setTimeout(setRefusals, wait, (before: number) => before + 1);
      }
    }, GATHER);
    return () => clearTimeout(timer);
  }, [client, thread, seq, isSeen, undone, state, refusals]);
}
