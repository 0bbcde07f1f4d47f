import { api } from "@/lib/api/api";
import { allShown, closeShown, type Shown } from "@/lib/browser/pushes";
import type { InboxUnread, MessagePage } from "@/lib/protocol/types";

/** A room has one notification, so there are few. */
const MOST_ASKED = 20;

/**
 * Closes notifications of messages that are read, maybe on another device, of rooms that are not mine, and those for
 * somebody else. `read`: up to which seq, by room; it says nothing of replies. A push may arrive before its message does,
 * so an unread count of zero says nothing.
 */
export const withdraw = (me: number, read: Readonly<Record<number, number>>) =>
  closeShown(({ user = me, room, thread, seq, kind }) => {
    if (user !== me) return true;
    if (room === undefined || kind === "unsent") return false;
    const upTo = read[room];
    return upTo === undefined || (!thread && seq <= upTo);
  });

/**
 * Closes notifications of replies in rooms of which my inbox has nothing undone. `known` may be older than a reply that is
 * shown; what the server says after it was shown is not, since a push goes out when its item is in the inbox.
 */
export async function withdrawDone(known: InboxUnread) {
  const shown = (await allShown()).filter((each) => isDone(each, known));
  if (!shown.length) return;
  const now = await api.get<InboxUnread>("/api/inbox/unread/");
  const wasShown = ({ room, seq }: Shown) => shown.some((each) => each.room === room && each.seq === seq);
  await closeShown((each) => wasShown(each) && isDone(each, now));
}

function isDone({ room, thread, kind }: Shown, { unread, rooms }: InboxUnread) {
  if (room === undefined || !thread || kind === "unsent") return false;
  return rooms ? !rooms[room] : unread === 0;
}

/** Closes the notification whose newest message was deleted. */
export const withdrawMessage = ({ room, seq }: { room: number; seq: number }) =>
  closeShown((shown) => shown.room === room && shown.seq === seq && shown.kind !== "unsent");

/**
 * Closes notifications whose newest message was deleted while this page heard of nothing. The history of a room has no
 * replies: those are closed with the inbox.
 */
export async function withdrawDeleted(me: number) {
  for (const { user, room, seq, kind } of (await allShown()).slice(-MOST_ASKED)) {
    if (user !== me || room === undefined || kind === "unsent") continue;
    const params = { around: seq, limit: 1 };
    const asked = api.get<MessagePage>(`/api/rooms/${room}/messages/`, { params });
    const page = await asked.catch(() => null);
    const message = page?.messages.find((each) => each.seq === seq);
    if (message?.deleted_at) await withdrawMessage({ room, seq });
  }
}
