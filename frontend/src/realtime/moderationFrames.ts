import type { ModerationFrame } from "@/lib/protocol/types";

type Listener = (frame: ModerationFrame) => void;

const listeners = new Set<Listener>();

/** Calls the listener for each frame of the app `moderation`, none of which belongs to a room's history. */
export function onModerationFrame(listener: Listener) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function emitModerationFrame(frame: ModerationFrame) {
  for (const listener of listeners) listener(frame);
}
