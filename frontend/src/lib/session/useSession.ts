import { useStore } from "zustand";
import { type SessionState, session } from "./session";

const all = (state: SessionState) => state;

/** The session for components. The session itself starts before React is loaded, so it is another file. */
export function useSession(): SessionState;
export function useSession<T>(select: (state: SessionState) => T): T;
export function useSession<T>(select: (state: SessionState) => T | SessionState = all) {
  return useStore(session, select);
}
