import { toast } from "@/components/overlay/Toast";
import { api } from "@/lib/api/api";
import { errorText } from "@/lib/i18n/errorText";
import type { RoomSummary } from "@/lib/protocol/types";
import { keepUnread, letRead } from "@/realtime/cache/openRoom";
import { realtime } from "@/realtime/currentClient";

/** Everything from this message on is unread; without one, the newest message of somebody else. */
export async function markUnread(room: number, seq?: number) {
  keepUnread(room);
  try {
    await realtime()?.readMarkers.forget(room);
    const summary = await api.post<RoomSummary>(`/api/rooms/${room}/unread/`, { seq }, { idempotent: true });
    realtime()?.inbox.join(summary);
  } catch (error) {
    letRead(room);
    toast.error(errorText(error));
  }
}

export function markRead({ id, last_seq }: RoomSummary) {
  letRead(id);
  realtime()?.readMarkers.mark(id, last_seq);
}

/** The server takes this many rooms at once. */
const AT_ONCE = 500;

export async function markAllRead(rooms: readonly RoomSummary[]) {
  for (const { id } of rooms) letRead(id);
  for (let start = 0; start < rooms.length; start += AT_ONCE) {
    const some = rooms.slice(start, start + AT_ONCE);
    await realtime()?.readMarkers.markMany(new Map(some.map(({ id, last_seq }) => [id, last_seq])));
  }
}
