import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Message } from "@/lib/protocol/types";
import { onSigningOut } from "@/lib/session/session";
import { forgetOthers } from "@/lib/session/storedData";
import { useSession } from "@/lib/session/useSession";
import { forgetPeople, meetPeopleIn } from "@/realtime/cache/namesakes";
import { renewConnections } from "@/realtime/connection/staleConnections";
import { onWaking } from "@/realtime/connection/wake";
import { allDrafts, forgetDrafts, isUntoldDraft, type Place } from "@/realtime/outbox/draftStorage";
import type { Written } from "@/realtime/outbox/outbox";
import { closeAllTimelines } from "@/realtime/timeline/timelineStore";
import { Live } from "./client";

let live: Live | null = null;
let lastUser: number | null = null;

/** Keeps this tab connected while somebody is signed in. Called once, by the shell. */
export function useRealtime() {
  const client = useQueryClient();
  const user = useSession((state) => state.user?.id);
  const signedIn = useSession((state) => state.status === "in" && !state.expired);

  useEffect(() => {
    if (user === undefined) return;
    if (lastUser !== null && lastUser !== user) closeAllTimelines();
    lastUser = user;
    forgetOthers(user, isUntoldDraft);
    const stopMeeting = meetPeopleIn(client);
    const current = new Live(client, user);
    live = current;
    current.open();
    return () => {
      current.close();
      stopMeeting();
      live = null;
    };
  }, [client, user]);

  useEffect(() => {
    const socket = live?.socket;
    if (user === undefined || !signedIn) return;
    socket?.start();
    return () => socket?.stop();
  }, [user, signedIn]);

  useEffect(() => onWaking(() => void renewConnections()), []);
}

onSigningOut((user) => {
  live?.drafts.stop();
  forgetDrafts(user);
  void live?.outbox.forget();
  closeAllTimelines();
  forgetPeople();
});

/** So long what was typed a moment ago may still take on its way. */
const TELL_WITHIN = 1_500;

export type Unsent = { messages: number; drafts: number };

/** What somebody wrote and nobody but this browser has. */
export async function unsentBy(user: number): Promise<Unsent> {
  await Promise.race([live?.drafts.tellNow(), new Promise((resolve) => setTimeout(resolve, TELL_WITHIN))]);
  const drafts = allDrafts(user).filter(({ text, told }) => text && !told).length;
  return { messages: live?.outbox.unsent ?? 0, drafts };
}

export function sendMessage(written: Written) {
  live?.typist.rest();
  void live?.outbox.write(written);
  live?.socket.wake();
}

export function retryMessage(nonce: string) {
  void live?.outbox.retry(nonce);
}

export function discardMessage(nonce: string) {
  void live?.outbox.discard(nonce);
}

export function writeDraft(place: Place, text: string) {
  live?.drafts.write(place, text);
}

/** Shows what waits to be sent in a room whose timeline was opened just now. */
export function showWaiting(room: number) {
  live?.outbox.show(room);
}

export function markRead(room: number, seq: number) {
  live?.reading.mark(room, seq);
}

export function tellTyping(room: number, thread: number | null) {
  live?.typist.write(room, thread);
}

/** Takes in a message that a REST call of mine answered with, before its frame comes. */
export function takeMessage(message: Message) {
  live?.inbox.acknowledge(message);
}
