import { realtime } from "@/realtime/currentClient";
import { draftIn, useDraftIn } from "@/realtime/outbox/draftStorage";

/** Text not sent yet in a room or thread: kept on this device, and followed across the person's others. */
export function useDraft(user: number, room: number, thread: number | null) {
  const place = { room, thread };
  const text = useDraftIn(user, place);
  return [text, (next: string) => realtime()?.drafts.write(place, next)] as const;
}

/** For a room that is not open: it finds this in its field, under what was there. */
export function addToDraft(user: number, room: number, text: string) {
  const place = { room, thread: null };
  realtime()?.drafts.write(place, [draftIn(user, place)?.text.trimEnd(), text].filter(Boolean).join("\n\n"));
}
