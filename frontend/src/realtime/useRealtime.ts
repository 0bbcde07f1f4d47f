import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useLayoutEffect } from "react";
import { onSigningOut } from "@/lib/session/session";
import { forgetOthers } from "@/lib/session/storedData";
import { useSession } from "@/lib/session/useSession";
import { clearLatest } from "./cache/latestMessages";
import { clearUsers } from "./cache/latestUsers";
import { clearPeople } from "./cache/namesakes";
import { registerPeopleIn } from "./cache/peopleInAnswers";
import { RealtimeClient } from "./client";
import { renewConnections } from "./connection/staleConnections";
import { onWaking } from "./connection/wake";
import { realtime, setRealtime } from "./currentClient";
import { forgetDrafts, isUnsavedDraft } from "./outbox/draftStorage";
import { closeAllTimelines } from "./timeline/timelineStore";

let lastUser: number | null = null;

/** Keeps this tab connected while somebody is signed in. The shell calls it once. */
export function useRealtime() {
  const client = useQueryClient();
  const user = useSession((state) => state.user?.id);
  const signedIn = useSession((state) => state.status === "in" && !state.expired);

  // Before the page is painted: what somebody types at once into a field that is there has a client to keep it.
  useLayoutEffect(() => {
    if (user === undefined) return;
    if (lastUser !== null && lastUser !== user) closeAllTimelines();
    lastUser = user;
    forgetOthers(user, isUnsavedDraft);
    const stopRegistering = registerPeopleIn(client);
    const current = new RealtimeClient(client, user);
    setRealtime(current);
    current.open();
    return () => {
      current.close();
      stopRegistering();
      setRealtime(null);
    };
  }, [client, user]);

  useEffect(() => {
    const socket = realtime()?.socket;
    if (user === undefined || !signedIn) return;
    socket?.start();
    return () => socket?.stop();
  }, [user, signedIn]);

  useEffect(() => onWaking(() => void renewConnections()), []);
}

onSigningOut((user) => {
  realtime()?.drafts.forget();
  forgetDrafts(user);
  void realtime()?.outbox.forget();
  void realtime()?.uploads.forget();
  closeAllTimelines();
  clearPeople();
  clearUsers();
  clearLatest();
});
