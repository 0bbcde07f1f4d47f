import { useStore } from "zustand";
import { type SessionState, session } from "./session";

const all = (state: SessionState) => state;

/** Who is signed in, as components see it. Apart from the session itself, which begins before React has arrived. */
export function useSession(): SessionState;
export function useSession<T>(select: (state: SessionState) => T): T;
export function useSession<T>(select: (state: SessionState) => T | SessionState = all) {
  return useStore(session, select);
}
