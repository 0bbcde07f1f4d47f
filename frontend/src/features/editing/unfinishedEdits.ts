import type { Message } from "@/lib/protocol/types";
import { onSigningOut } from "@/lib/session/session";

/** An edit that is not saved: its text, the ids of the files that saving takes away, and the message that it changes. */
export type Unfinished = { message: Message; text: string; takenAway: ReadonlySet<string> };

/** The one that was left alone longest goes first. */
const MOST = 20;

// Outside React's state, which ends with the room, the panel, or the width of the window that shows the message.
const edits = new Map<number, Unfinished>();

onSigningOut(() => edits.clear());

export const unfinishedEdit = (id: number) => edits.get(id);

/** Keeps what differs from the message. What does not is no edit any more. */
export function keepEdit(edit: Unfinished) {
  const { message, text, takenAway } = edit;
  edits.delete(message.id);
  if (text === message.text && takenAway.size === 0) return;
  edits.set(message.id, edit);
  const [oldest] = edits.keys();
  if (edits.size > MOST && oldest !== undefined) edits.delete(oldest);
}

export const forgetEdit = (id: number) => void edits.delete(id);

/** A save may be answered when its editor is gone. What was written after it changes the message that is stored now. */
export function settleEdit(saved: { text: string; takenAway: ReadonlySet<string> }, stored: Message) {
  const kept = edits.get(stored.id);
  if (!kept) return;
  if (kept.text === saved.text && kept.takenAway === saved.takenAway) return forgetEdit(stored.id);
  keepEdit({ ...kept, message: stored, takenAway: stillThere(kept.takenAway, stored) });
}

export function stillThere(takenAway: ReadonlySet<string>, { files = [] }: Message): ReadonlySet<string> {
  return new Set(files.flatMap(({ id }) => (takenAway.has(id) ? id : [])));
}
