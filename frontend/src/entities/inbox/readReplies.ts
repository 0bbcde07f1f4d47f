import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "@/lib/api/api";
import { canPush, closeShown } from "@/lib/browser/pushes";
import type { InboxUnread } from "@/lib/protocol/types";
import { putUnread, useKnownUnread } from "./unread";

/** Milliseconds. A push waits longer for somebody who reads. */
const GATHER = 500;

/** Marks as done what I am told of in a thread, up to this reply. Null where the server could not be asked. */
export async function markReplies(client: QueryClient, thread: number, seq: number) {
  const done = { replies: { thread, seq } };
  const options = { idempotent: true, queue: `replies ${thread}` };
  const answer = await api.post<InboxUnread>("/api/inbox/done/", done, options).catch(() => null);
  if (!answer) return null;
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
  const undone = known ? (known.rooms ? (known.rooms[room] ?? 0) : known.unread) : 0;
  const state = `${seq} at ${known?.me}`;
  const asked = useRef("");
  useEffect(() => {
    if (!isSeen || !undone || !seq || asked.current === state) return;
    const timer = setTimeout(async () => {
      asked.current = state;
      const answer = await markReplies(client, thread, seq);
      if (answer) asked.current = `${seq} at ${answer.me}`;
    }, GATHER);
    return () => clearTimeout(timer);
  }, [client, thread, seq, isSeen, undone, state]);
}
