import { useEffect, useRef, useState } from "react";
import { useConnection } from "@/realtime/connection/connectionState";
import { renewAccess } from "./renewAccess";

type State = "loading" | "shown" | "failed";

/**
 * How far a picture or a player is. After the first failure it loads once more with a renewed session, and a failed one
 * again when the connection is back. `attempt` is the key of the element: another one asks the server again.
 */
export function useLoading(url: string) {
  const [{ state, attempt, loaded }, set] = useState({ state: "loading" as State, attempt: 0, loaded: url });
  const isMounted = useRef(true);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  if (loaded !== url) set({ state: "loading", attempt: 0, loaded: url });
  const again = () => set((now) => ({ ...now, state: "loading", attempt: now.attempt + 1 }));
  const onError = () => {
    if (attempt > 0) return set((now) => ({ ...now, state: "failed" }));
    void renewAccess().then(() => isMounted.current && again());
  };
  const connected = useConnection(({ status }) => status === "open");
  const wasConnected = useRef(connected);
  useEffect(() => {
    if (connected && !wasConnected.current && state === "failed") again();
    wasConnected.current = connected;
  });
  return { state, attempt, again, onError, onLoad: () => set((now) => ({ ...now, state: "shown" })) };
}
