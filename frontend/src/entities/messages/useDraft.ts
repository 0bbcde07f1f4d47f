import { realtime } from "@/realtime/currentClient";
import { draftIn, useDraftIn } from "@/realtime/outbox/draftStorage";
import type { Pending } from "@/realtime/timeline/types";

/** The draft of a room or thread: kept on this device, and synchronised with the person's other devices. */
export function useDraft(user: number, room: number, thread: number | null) {
  const place = { room, thread };
  const text = useDraftIn(user, place);
  return [text, (next: string) => realtime()?.drafts.write(place, next)] as const;
}

/** Appends to the draft of a room or thread. */
export function addToDraft(user: number, room: number, text: string, thread: number | null = null) {
  const place = { room, thread };
  realtime()?.drafts.write(place, [draftIn(user, place)?.text.trimEnd(), text].filter(Boolean).join("\n\n"));
}

/** Moves the text of a message of mine that is not stored yet into the draft. The message goes, with its files. */
export function takeBack(user: number, room: number, { nonce, text, thread }: Pending) {
  if (text) addToDraft(user, room, text, thread);
  void realtime()?.outbox.discard(nonce);
}
