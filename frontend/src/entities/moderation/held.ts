import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "@/lib/api/api";
import { allPages } from "@/lib/api/pagination";
import type { HeldMessage, Message } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";
import type { Pending, Timeline } from "@/realtime/timeline/types";

/** Messages of a room that wait for a moderator: mine; for moderators those of everybody. Frames keep them current. */
export const heldQuery = (room: number) => ({
  queryKey: queryKeys.held(room),
  queryFn: ({ signal }: { signal: AbortSignal }) => allPages<HeldMessage>(`/api/rooms/${room}/held/`, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

const useHeld = (room: number) => useQuery(heldQuery(room));

/** Takes a message of mine back before anybody has decided on it, or forgets one that was not released. */
export function useWithdraw() {
  const client = useQueryClient();
  const forget = ({ room, id }: HeldMessage) =>
    client.setQueryData<HeldMessage[]>(queryKeys.held(room), (all) => all?.filter((each) => each.id !== id));
  return useMutation({
    mutationFn: ({ id }: HeldMessage) => api.del(`/api/held/${id}/`),
    onSuccess: (_, held) => forget(held),
  });
}

/** My held messages as the last rows of a room, or of a thread. */
export function useHeldRows(room: number, me: number, thread: number | null, timeline: Timeline | undefined) {
  const { data } = useHeld(room);
  const messages = thread === null ? timeline?.loaded?.messages : timeline?.thread?.replies;
  const isAtEnd = thread === null ? timeline?.loaded?.hasAfter === false : timeline?.thread?.isLoaded === true;
  return useMemo(
    () => (data && data.length > 0 && isAtEnd ? heldRows(ofMine(data, me, thread), messages ?? []) : NO_ROWS),
    [data, me, thread, messages, isAtEnd],
  );
}

const NO_ROWS: readonly Pending[] = [];

const ofMine = (held: readonly HeldMessage[], me: number, thread: number | null) =>
  held.filter((each) => each.author.id === me && each.thread === thread);

/**
 * What waits in this browser with what waits at the server. The list of held messages may name one before the answer to
 * its sending has come: two rows with one key would stay in the page.
 */
export function withHeld(pending: readonly Pending[], held: readonly Pending[]): readonly Pending[] {
  if (held.length === 0) return pending;
  const nonces = new Set(held.map(({ nonce }) => nonce));
  return [...pending.filter(({ nonce }) => !nonces.has(nonce)), ...held];
}

/** Below the newest message, whenever they were written: their author looks there. Released ones are messages already. */
export function heldRows(held: readonly HeldMessage[], messages: readonly Message[]): readonly Pending[] {
  const stored = new Set(messages.map(({ nonce }) => nonce));
  const newest = Math.max(0, ...messages.slice(-1).map(({ created_at }) => Date.parse(created_at)));
  return held
    .filter(({ nonce }) => !stored.has(nonce))
    .map((each) => ({
      nonce: each.nonce,
      text: each.text,
      replyTo: each.reply_to,
      thread: each.thread,
      queuedAt: Math.max(newest, Date.parse(each.at)),
      status: "held",
      held: each,
    }));
}
